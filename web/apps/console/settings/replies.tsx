import type { SavedReply } from '@keydesk/client/index';
import { Note } from '@keydesk/ui/icons';
import { unknownVariables, variableNames } from '../composer/variables';
import { t } from '../i18n/index';
import { Area, Field, type FormState, Select, Switch } from '../parts/form';
import { savedReplies } from '../state/meta';
import { api, isLead } from '../state/session';
import { Crud } from './crud';

const blank: SavedReply = { id: '', shortcut: '', title: '', body: '', locale: null, shared: false };

export function Replies() {
  return (
    <Crud
      noun="saved_replies"
      title={t('settings.replies')}
      text={t('replies.text')}
      items={savedReplies.value}
      blank={blank}
      icon={<Note size={28} />}
      addText={t('replies.add')}
      emptyText={t('replies.empty')}
      editable={reply => !reply.shared || isLead.value}
      show={reply => (
        <div class="rows-main">
          <b>
            <kbd>/{reply.shortcut}</kbd> {reply.title}{' '}
            {reply.shared && <span class="tag">{t('replies.shared')}</span>}
            {reply.locale && <span class="tag quiet">{reply.locale}</span>}
          </b>
          <small class="muted clamp">{reply.body}</small>
        </div>
      )}
      edit={edit}
      save={({ id, ...reply }) => {
        const body = {
          ...reply,
          shortcut: reply.shortcut.trim().replace(/^\//, ''),
          locale: reply.locale || null,
        };
        return id ? api.savedReplies.change(id, body) : api.savedReplies.create(body);
      }}
      remove={reply => api.savedReplies.remove(reply.id)}
    />
  );
}

function edit(reply: SavedReply, change: (part: Partial<SavedReply>) => void, form: FormState) {
  const unknown = unknownVariables(reply.body);
  return (
    <>
      <Field
        label={t('replies.shortcut')}
        hint={t('replies.shortcut_hint')}
        required
        maxLength={32}
        pattern="/?[^\s\/]+"
        value={reply.shortcut}
        problem={form.error?.field('shortcut')}
        onInput={event => change({ shortcut: event.currentTarget.value })}
      />
      <Field
        label={t('replies.title')}
        required
        maxLength={80}
        value={reply.title}
        problem={form.error?.field('title')}
        onInput={event => change({ title: event.currentTarget.value })}
      />
      <Area
        label={t('replies.body')}
        rows={6}
        required
        value={reply.body}
        problem={
          form.error?.field('body') ??
          (unknown.length ? t('replies.unknown', { names: unknown.join(', ') }) : undefined)
        }
        onInput={event => change({ body: event.currentTarget.value })}
      />
      <div class="variables" role="group" aria-label={t('replies.variables')}>
        {variableNames.map(name => (
          <button
            type="button"
            class="tag"
            key={name}
            onClick={() => change({ body: `${reply.body}{{${name}}}` })}
          >
            {`{{${name}}}`}
          </button>
        ))}
      </div>
      <Select
        label={t('replies.locale')}
        value={reply.locale ?? ''}
        options={[
          { id: '', text: t('replies.any') },
          { id: 'zh-CN', text: '简体中文' },
          { id: 'en', text: 'English' },
        ]}
        onChange={tag => change({ locale: tag || null })}
      />
      {isLead.value && (
        <Switch label={t('replies.share')} on={reply.shared} onChange={shared => change({ shared })} />
      )}
    </>
  );
}
