// Who waits, who is here: the queue as a page.

import { asApiError } from '@keydesk/client/index';
import { DoorIcon } from '@keydesk/ui/door-icons';
import { locale } from '@keydesk/ui/i18n';
import { Bolt, Clock, Flag, Users } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { follow, root } from '../lib/router';
import { waitingLevel, waitingTime } from '../lib/time';
import { Avatar } from '../parts/avatar';
import { errorText } from '../parts/form';
import { Broken, Empty, Skeleton } from '../parts/states';
import { caseName } from '../playbooks/names';
import { PageHead } from '../settings/page';
import { now } from '../state/clock';
import { me } from '../state/session';
import { claim, type QueueAgent, type QueuePlace, type QueueView, queueApi, setAway } from './state';

/** Numbers move by themselves here, so the page asks again while somebody looks. */
const pause = 5000;

export function QueuePage() {
  const [view, setView] = useState<QueueView | undefined>();
  const [failed, setFailed] = useState('');
  const load = () => {
    queueApi.view().then(
      answer => {
        setView(answer);
        setFailed('');
      },
      failure => setFailed(errorText(asApiError(failure))),
    );
  };
  useEffect(() => {
    load();
    const timer = setInterval(() => document.hidden || load(), pause);
    return () => clearInterval(timer);
  }, []);
  const away = me.value?.availability === 'away';
  return (
    <main class="settings queue" aria-label={t('queue.title')}>
      <div class="settings-page">
        <PageHead alone title={t('queue.title')} text={t(away ? 'queue.away_text' : 'queue.text')}>
          <div class="queue-acts">
            <button type="button" class="button" aria-pressed={away} onClick={() => void setAway(!away)}>
              {t(away ? 'queue.come_back' : 'queue.go_away')}
            </button>
            <button type="button" class="button primary" onClick={() => void claim()} title="N">
              <Bolt size={17} />
              {t('queue.claim')}
            </button>
          </div>
        </PageHead>
        {!view && !failed && <Skeleton rows={4} kind="form" />}
        {failed && <Broken text={failed} onRetry={load} />}
        {view && (
          <>
            <Numbers view={view} />
            <Line view={view} />
            <People agents={view.agents} />
          </>
        )}
      </div>
    </main>
  );
}

const answers = (agent: QueueAgent) => agent.online && !agent.away && agent.in_shift;

function Numbers({ view }: { view: QueueView }) {
  const here = view.agents.filter(answers);
  const longest = Math.min(...view.waiting.map(entry => entry.entered_at));
  const sum = (pick: (agent: QueueAgent) => number) => here.reduce((all, agent) => all + pick(agent), 0);
  const numbers = [
    { text: t('queue.waiting'), value: view.count.toLocaleString() },
    {
      text: t('queue.longest'),
      value: view.waiting.length ? waitingTime(longest, now.value, locale.value) : '–',
    },
    { text: t('queue.here'), value: String(here.length) },
    { text: t('queue.load'), value: `${sum(agent => agent.load)} / ${sum(agent => agent.capacity)}` },
  ];
  return (
    <dl class="queue-numbers">
      {numbers.map(entry => (
        <div class="card" key={entry.text}>
          <dt>{entry.text}</dt>
          <dd>{entry.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Line({ view }: { view: QueueView }) {
  if (view.waiting.length === 0) {
    return <Empty icon={<Users size={28} />} title={t('queue.nobody')} text={t('queue.nobody_text')} />;
  }
  const more = view.count - view.waiting.length;
  return (
    <>
      <ul class="rows card queue-line">
        {view.waiting.map(({ conv, entered_at, place }) => (
          <li key={conv.id}>
            <span class="queue-place mono">{place?.place || ''}</span>
            <div class="rows-main">
              <a href={`${root}/c/${conv.id}`} onClick={follow}>
                <DoorIcon kind={conv.inbox.kind} size={14} />
                <b>{conv.customer.name}</b>
              </a>
              <p class="muted clamp">{conv.snippet?.text}</p>
              <span class="row-tags">
                <span class={`tag ${waitingLevel(entered_at, now.value)}`}>
                  <Clock size={12} />
                  {waitingTime(entered_at, now.value, locale.value)}
                </span>
                {range(place) && <span class="tag">{t('queue.usually', { range: range(place) })}</span>}
                {conv.tier === 'specialist' && <span class="tag bad">{t('queue.specialist')}</span>}
                {conv.case_type && <span class="tag">{caseName(conv.case_type)}</span>}
                {(conv.priority === 'urgent' || conv.priority === 'high') && (
                  <span class={`tag ${conv.priority === 'urgent' ? 'bad' : 'warn'}`}>
                    <Flag size={12} />
                    {t(`priority.${conv.priority}`)}
                  </span>
                )}
              </span>
            </div>
            <button
              type="button"
              class="button small"
              aria-label={`${t('queue.take')}: ${conv.customer.name}`}
              onClick={() => void claim(conv.id)}
            >
              {t('queue.take')}
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && <p class="muted">{t('queue.more', { count: more })}</p>}
    </>
  );
}

function range(place: QueuePlace | null): string {
  if (place?.high === undefined) return '';
  const low = Math.floor((place.low ?? 0) / 60);
  const high = Math.ceil(place.high / 60);
  return low === 0 ? t('queue.under', { high }) : t('queue.minutes', { low, high });
}

function People({ agents }: { agents: readonly QueueAgent[] }) {
  const sorted = [...agents].sort((a, b) => Number(answers(b)) - Number(answers(a)));
  return (
    <>
      <h2>{t('queue.agents')}</h2>
      <ul class="rows card">
        {sorted.map(agent => (
          <li key={agent.id}>
            <Avatar name={agent.name} seed={agent.id} online={answers(agent)} />
            <div class="rows-main">
              <b>{agent.name}</b>
              <small class="muted">{stateOf(agent)}</small>
            </div>
            <meter
              class="queue-load"
              min={0}
              max={Math.max(agent.capacity, 1)}
              value={Math.min(agent.load, agent.capacity)}
              aria-label={`${agent.name}: ${t('queue.load')}`}
            />
            <span class="mono">
              {agent.load} / {agent.capacity}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function stateOf(agent: QueueAgent): string {
  if (!agent.online) return t('queue.offline');
  if (agent.away) return t('queue.away');
  return t(agent.in_shift ? 'queue.online' : 'queue.off_shift');
}
