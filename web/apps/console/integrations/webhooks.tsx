import { Link, Plus } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t as shared } from '../i18n/index';
import { t, type Word } from '../i18n/integrations';
import { Dialog } from '../parts/dialog';
import { Field, Form, Outcome, problemText, RemoveButton, Submit, useForm } from '../parts/form';
import { Broken, Empty, Skeleton } from '../parts/states';
import { Card, useLoaded } from '../settings/page';
import { toast } from '../state/toasts';
import * as desk from './api';
import { DeliveryLog } from './log';
import { act, Checks, Once, problemOf, when } from './shared';

type Blank = desk.WebhookDraft & { id?: string };

const tones = { good: 'ok', new: '', failing: 'warn', broken: 'bad' } as const;

export function Webhooks() {
  const loaded = useLoaded(desk.webhooks);
  const [editing, setEditing] = useState<Blank | undefined>();
  const [log, setLog] = useState<desk.Webhook | undefined>();
  const close = () => {
    setEditing(undefined);
    setLog(undefined);
    loaded.again();
  };
  return (
    <Card title={t('hooks')} text={t('hooks_text')}>
      {!loaded.value && !loaded.failed && <Skeleton rows={2} kind="form" />}
      {loaded.failed && <Broken text={loaded.failed} onRetry={loaded.again} />}
      {loaded.value?.items.length === 0 && <Empty icon={<Link size={28} />} title={t('hooks_empty')} />}
      <ul class="rows">
        {loaded.value?.items.map(hook => (
          <Line key={hook.id} hook={hook} onEdit={() => setEditing(hook)} onLog={() => setLog(hook)} />
        ))}
      </ul>
      <button
        type="button"
        class="button"
        disabled={!loaded.value}
        onClick={() => setEditing({ url: '', description: '', events: [] })}
      >
        <Plus size={16} />
        {t('add_webhook')}
      </button>
      {editing && <Editor start={editing} events={loaded.value?.events ?? []} onClose={close} />}
      {log && <DeliveryLog hook={log} onClose={close} />}
    </Card>
  );
}

interface LineProps {
  hook: desk.Webhook;
  onEdit: () => void;
  onLog: () => void;
}

function Line({ hook, onEdit, onLog }: LineProps) {
  const facts = [
    hook.description && hook.url,
    hook.waiting > 0 && t('waiting', { count: hook.waiting }),
    hook.last_ok_at && t('last_ok', { when: when(hook.last_ok_at) }),
    hook.old_secret_until && t('old_secret', { when: when(hook.old_secret_until) }),
  ];
  return (
    <li class={hook.enabled ? '' : 'faded'}>
      <div class="rows-main">
        <b>{hook.description || hook.url}</b>{' '}
        <span class={`tag ${hook.enabled ? tones[hook.health] : ''}`}>
          {hook.enabled ? t(hook.health) : t('disabled')}
        </span>
        <small class="muted">{facts.filter(Boolean).join(' · ')}</small>
        {hook.enabled && hook.health === 'broken' && (
          <p class="field-problem">{t('broken_text', { count: hook.failures })}</p>
        )}
        {hook.off_reason === 'gone' && <p class="field-problem">{t('gone')}</p>}
      </div>
      <div class="row-acts">
        <button
          type="button"
          class="button small"
          aria-label={`${t('see_log')}: ${hook.url}`}
          onClick={onLog}
        >
          {t('see_log')}
        </button>
        <button
          type="button"
          class="button small"
          aria-label={`${shared('edit')}: ${hook.url}`}
          onClick={onEdit}
        >
          {shared('edit')}
        </button>
      </div>
    </li>
  );
}

interface EditorProps {
  start: Blank & Partial<desk.Webhook>;
  events: readonly string[];
  onClose: () => void;
}

function Editor({ start, events, onClose }: EditorProps) {
  const [draft, setDraft] = useState<desk.WebhookDraft>({
    url: start.url,
    description: start.description,
    events: start.events.length > 0 ? start.events : ['message.created', 'conversation.created'],
  });
  const [secret, setSecret] = useState('');
  const form = useForm();
  const { id } = start;
  const set = (part: Partial<desk.WebhookDraft>) => setDraft({ ...draft, ...part });
  const problem = (field: string) => {
    const found = form.error?.field(field);
    return found && (problemOf(found) === found ? problemText(found) : problemOf(found));
  };
  const save = async () => {
    let fresh = '';
    const saved = await form.run(async () => {
      if (id) await desk.changeWebhook(id, draft);
      else fresh = (await desk.addWebhook(draft)).secret;
    });
    if (fresh) setSecret(fresh);
    else if (saved) onClose();
  };
  const rotate = async () => {
    if (!id || !confirm(t('rotate_sure'))) return;
    await act(async () => setSecret((await desk.rotateSecret(id)).secret));
  };
  return (
    <Dialog label={id ? shared('edit') : t('add_webhook')} onClose={onClose}>
      {secret ? (
        <Once label={t('secret')} text={secret} onClose={onClose} />
      ) : (
        <Form onSubmit={save}>
          <Field
            label={t('url')}
            hint={t('url_hint')}
            type="url"
            required
            maxLength={1000}
            value={draft.url}
            problem={problem('url')}
            onInput={event => set({ url: event.currentTarget.value.trim() })}
          />
          <Field
            label={t('description')}
            hint={t('description_hint')}
            maxLength={200}
            value={draft.description}
            problem={problem('description')}
            onInput={event => set({ description: event.currentTarget.value })}
          />
          <Checks
            legend={t('events')}
            all={events}
            chosen={draft.events}
            text={event => t(`event.${event}` as Word)}
            problem={problem('events')}
            onChange={chosen => set({ events: chosen })}
          />
          <Submit form={form} text={id ? undefined : t('add_webhook')} />
          {id && <More id={id} enabled={start.enabled ?? true} onRotate={rotate} onClose={onClose} />}
        </Form>
      )}
    </Dialog>
  );
}

interface MoreProps {
  id: string;
  enabled: boolean;
  onRotate: () => Promise<void>;
  onClose: () => void;
}

function More({ id, enabled, onRotate, onClose }: MoreProps) {
  const form = useForm();
  const run = async (work: () => Promise<unknown>) => {
    if (await form.run(work)) onClose();
  };
  return (
    <div class="row-acts editor-more">
      <button
        type="button"
        class="button small"
        onClick={() =>
          void run(async () => {
            await desk.ping(id);
            toast(t('pinged'));
          })
        }
      >
        {t('ping')}
      </button>
      <button type="button" class="button small" onClick={() => void onRotate()}>
        {t('rotate')}
      </button>
      <button
        type="button"
        class="button small"
        onClick={() => void run(() => desk.changeWebhook(id, { enabled: !enabled }))}
      >
        {enabled ? t('off') : t('on')}
      </button>
      <RemoveButton sure={t('remove_hook')} onRemove={() => void run(() => desk.removeWebhook(id))} />
      {form.error && <Outcome form={form} />}
    </div>
  );
}
