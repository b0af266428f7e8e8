// The private page of one form: where it stands, what was answered, and room for more. The conversation
// is the chat panel's, opened with the token that stands in this page's fragment.
import '@keydesk/ui/tokens.css';
import '@keydesk/ui/avatar.css';
import '../panel/panel.css';
import '../panel/log.css';
import '../panel/composer.css';
import './form.css';
import './status.css';
import { locale } from '@keydesk/ui/i18n';
import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { GuardClient, guardWorker } from '../panel/guard';
import { inbox, setUp } from '../panel/shell';
import { Desk } from '../panel/store/desk';
import { inMemory } from '../panel/store/vault';
import { Composer } from '../panel/view/composer';
import { Log } from '../panel/view/log';
import { Top } from './top';
import { t } from './words';

interface Status {
  number: number;
  status: 'open' | 'snoozed' | 'resolved';
  agent: string | null;
}

const token = location.hash.slice(1);
const status = signal<Status | null | 'unknown'>(null);
const draft = signal('');

// Nothing of it is kept in this browser: who finds the device does not find the conversation.
const vault = inMemory();
await vault.set('token', token);
await setUp(vault);
effect(() => {
  const now = status.value;
  const number = now && now !== 'unknown' ? ` ${t('status_number', { n: now.number })}` : '';
  document.title = `${t('status_title')}${number}`;
  document.documentElement.lang = locale.value;
});
addEventListener('hashchange', () => location.reload());

const guard = new GuardClient(guardWorker);
const desk = new Desk(inbox, vault, guard, () => {});

async function look(): Promise<void> {
  const response = await fetch('/feedback/v1/status', {
    headers: { Authorization: `Bearer ${token}` },
  }).catch(() => undefined);
  if (response?.ok) status.value = (await response.json()) as Status;
  else if (response?.status === 401) status.value = 'unknown';
}

function Page() {
  const now = status.value;
  if (now === 'unknown') {
    return (
      <>
        <Top here="status" />
        <main class="done">
          <h1>{t('status_unknown')}</h1>
          <p>{t('status_unknown_more')}</p>
          <p>
            <a class="act" href={`/feedback?lang=${locale.value}`}>
              {t('status_new')}
            </a>
          </p>
        </main>
      </>
    );
  }
  return (
    <div class="panel status">
      <Top here="status" />
      <p class="where" role="status">
        {now && (
          <>
            <b>{t('status_number', { n: now.number })}</b>
            <span class={`state ${now.status}`}>{t(`status_${now.status}`)}</span>
            {now.agent && <span>{t('status_agent', { name: now.agent })}</span>}
          </>
        )}
      </p>
      <main>
        <Log desk={desk} draft={draft} />
        <Composer desk={desk} draft={draft} />
      </main>
    </div>
  );
}

await look();
render(<Page />, document.getElementById('app')!);
if (status.value !== 'unknown') {
  void desk.start();
  guard.warm();
  // An agent's change of state is told by the stream; its words here come from the server.
  let known = '';
  effect(() => {
    const {
      status: state,
      agent,
      seq,
    } = desk.thread.value as { status?: string; agent?: unknown; seq: number };
    const mark = JSON.stringify([state, agent, seq]);
    if (mark === known) return;
    known = mark;
    void look();
  });
}
