import type { Inbox } from '@keydesk/client/index';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { CopyButton } from '../parts/copy-button';
import { Dialog } from '../parts/dialog';
import { Area, Field, Form, Outcome, Select, Submit, useForm } from '../parts/form';
import { teams } from '../state/meta';
import { api } from '../state/session';
import { ColorField } from './labels';

export function InboxEditor({ inbox, onClose }: { inbox: Inbox; onClose: () => void }) {
  const [draft, setDraft] = useState(inbox);
  const [sites, setSites] = useState((inbox.sites ?? []).join('\n'));
  const form = useForm();
  const change = (part: Partial<Inbox>) => setDraft({ ...draft, ...part });
  const greet = (part: Inbox['greeting']) => change({ greeting: { ...draft.greeting, ...part } });
  const save = async () => {
    const body: Partial<Inbox> = {
      name: draft.name.trim(),
      sites: sites.split(/[\s,]+/).filter(Boolean),
      color: draft.color,
      greeting: draft.greeting ?? {},
      team: draft.team || null,
    };
    await (draft.id ? api.inboxes.change(draft.id, body) : api.inboxes.create(body));
  };
  return (
    <Dialog label={draft.id ? draft.name : t('inboxes.add')} onClose={onClose} class="wide">
      {draft.snippet && <Snippet text={draft.snippet} />}
      <Form onSubmit={() => form.run(save).then(done => done && onClose())}>
        <Field
          label={t('inboxes.name')}
          required
          maxLength={60}
          value={draft.name}
          problem={form.error?.field('name')}
          onInput={event => change({ name: event.currentTarget.value })}
        />
        <Area
          label={t('inboxes.sites')}
          hint={t('inboxes.sites_hint')}
          rows={3}
          spellcheck={false}
          placeholder="https://wallet.example"
          value={sites}
          problem={form.error?.field('sites')}
          onInput={event => setSites(event.currentTarget.value)}
        />
        <ColorField value={draft.color || '#2450e6'} onChange={color => change({ color })} />
        <Area
          label={t('inboxes.greeting_zh')}
          rows={2}
          value={draft.greeting?.zh ?? ''}
          problem={form.error?.field('greeting')}
          onInput={event => greet({ zh: event.currentTarget.value })}
        />
        <Area
          label={t('inboxes.greeting_en')}
          rows={2}
          value={draft.greeting?.en ?? ''}
          onInput={event => greet({ en: event.currentTarget.value })}
        />
        {teams.value.length > 0 && (
          <Select
            label={t('inboxes.team')}
            value={draft.team ?? ''}
            options={[
              { id: '', text: t('assign.no_team') },
              ...teams.value.map(team => ({ id: team.id, text: team.name })),
            ]}
            onChange={team => change({ team: team || null })}
          />
        )}
        <Submit form={form} />
      </Form>
      {draft.id && <Secret inbox={draft} />}
    </Dialog>
  );
}

function Snippet({ text }: { text: string }) {
  return (
    <div class="field">
      <h3>{t('inboxes.snippet')}</h3>
      <p class="field-hint">{t('inboxes.snippet_hint')}</p>
      <pre class="snippet">
        <code>{text}</code>
      </pre>
      <CopyButton text={text} label={t('inboxes.copy_snippet')} />
    </div>
  );
}

/** The secret with which the wallet's server signs who a customer is; shown once, after a rotation. */
function Secret({ inbox }: { inbox: Inbox }) {
  const [secret, setSecret] = useState('');
  const form = useForm();
  return (
    <section class="field danger-zone">
      <h3>{t('inboxes.secret')}</h3>
      <p class="field-hint">{t('inboxes.secret_hint')}</p>
      {secret ? (
        <p class="secret" role="status">
          <code>{secret}</code>
          <CopyButton text={secret} />
        </p>
      ) : (
        <button
          type="button"
          class="button"
          onClick={() => {
            if (!confirm(t('inboxes.rotate_sure'))) return;
            void form.run(async () => {
              const answer = await api.rotateSecret(inbox.id);
              setSecret(answer.identity_secret ?? answer.secret ?? '');
            });
          }}
        >
          {t('inboxes.rotate')}
        </button>
      )}
      {form.error && <Outcome form={form} />}
    </section>
  );
}
