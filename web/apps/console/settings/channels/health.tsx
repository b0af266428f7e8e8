// How a door is: in words, with what helps.

import type { DoorHealth, Inbox } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Check, Clock, Close, Pause, Play, Retry, Warn } from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { cureText, faultText } from '../../doors/faults';
import { t } from '../../i18n/index';
import { agoText, fullTime, momentText } from '../../lib/time';
import { Outcome, useForm } from '../../parts/form';
import { now } from '../../state/clock';
import { health, loadHealth } from '../../state/doors';
import { loadMeta } from '../../state/meta';
import { api } from '../../state/session';
import { toast } from '../../state/toasts';

const looks: Record<DoorHealth['state'], { tone: string; icon: ComponentChildren }> = {
  working: { tone: 'ok', icon: <Check size={13} /> },
  starting: { tone: '', icon: <Clock size={13} /> },
  failing: { tone: 'bad', icon: <Warn size={13} /> },
  paused: { tone: 'warn', icon: <Pause size={13} /> },
  stopped: { tone: '', icon: <Close size={13} /> },
};

export function HealthTag({ inbox }: { inbox: string }) {
  const entry = health.value.get(inbox);
  if (!entry) return null;
  const look = looks[entry.state];
  return (
    <span class={`tag ${look.tone}`}>
      {look.icon}
      {t(`health.${entry.state}`)}
    </span>
  );
}

export function backlogText(entry: DoorHealth): string {
  const { queued, held, failed, uncertain } = entry.backlog;
  const parts = [
    queued > 0 && t('health.queued', { count: queued }),
    held > 0 && t('health.held', { count: held }),
    uncertain > 0 && t('health.uncertain', { count: uncertain }),
    failed > 0 && t('health.failed', { count: failed }),
  ].filter(Boolean);
  return parts.join(' · ');
}

/** One line under an inbox in the list. */
export function HealthLine({ inbox }: { inbox: Inbox }) {
  const entry = health.value.get(inbox.id);
  if (!entry) return null;
  const trouble = entry.state === 'failing' ? faultText(inbox.kind ?? '', entry.code, entry.detail) : '';
  const lastIn = entry.last_in_at
    ? `${t('health.last_in')} ${agoText(entry.last_in_at, now.value, locale.value)}`
    : '';
  return (
    <small class={trouble ? 'bad-text' : 'muted'}>
      {[trouble, lastIn, backlogText(entry)].filter(Boolean).join(' · ')}
    </small>
  );
}

function When({ at }: { at: number | null }) {
  if (!at) return <span class="muted">{t('health.never')}</span>;
  return <time title={fullTime(at, locale.value)}>{agoText(at, now.value, locale.value)}</time>;
}

export function HealthCard({ inbox }: { inbox: Inbox }) {
  const entry = health.value.get(inbox.id);
  if (!entry) return null;
  const kind = inbox.kind ?? '';
  const oldest = entry.oldest_queued_at;
  return (
    <section class="card health" aria-label={t('health.title')}>
      <header>
        <h3>{t('health.title')}</h3>
        <HealthTag inbox={inbox.id} />
        <small class="muted">
          {t('health.since', { when: momentText(entry.since, now.value, locale.value) })}
        </small>
      </header>
      {entry.state === 'paused' && <p class="health-note">{t('health.paused_why')}</p>}
      {entry.state === 'failing' && (
        <p class="identity bad" role="alert">
          <Warn size={17} />
          <span>
            <b>{faultText(kind, entry.code, entry.detail)}</b>
            {cureText(kind, entry)}
            {entry.detail && <code class="health-detail">{entry.detail}</code>}
          </span>
        </p>
      )}
      <dl class="facts">
        <div>
          <dt>{t('health.last_in')}</dt>
          <dd>
            <When at={entry.last_in_at} />
          </dd>
        </div>
        <div>
          <dt>{t('health.last_out')}</dt>
          <dd>
            <When at={entry.last_out_at} />
          </dd>
        </div>
        <div>
          <dt>{t('health.backlog')}</dt>
          <dd>
            {backlogText(entry) || t('health.none')}
            {oldest && entry.backlog.queued > 0 && (
              <small class="muted">
                {' '}
                · {t('health.oldest', { when: momentText(oldest, now.value, locale.value) })}
              </small>
            )}
          </dd>
        </div>
      </dl>
      <Ways inbox={inbox} entry={entry} />
    </section>
  );
}

function Ways({ inbox, entry }: { inbox: Inbox; entry: DoorHealth }) {
  const form = useForm();
  const paused = inbox.channel?.paused ?? entry.state === 'paused';
  const waiting = entry.backlog.failed + entry.backlog.held;
  const flip = () =>
    form.run(async () => {
      await api.pauseInbox(inbox.id, !paused);
      await Promise.all([loadMeta('inboxes'), loadHealth()]);
      form.reset();
    });
  const replay = () => {
    if (!confirm(t('health.replay_sure', { count: waiting }))) return;
    void form.run(async () => {
      const { queued } = await api.replayInbox(inbox.id);
      toast(t('health.replayed', { count: queued }));
      await loadHealth();
      form.reset();
    });
  };
  return (
    <div class="form-foot">
      <button type="button" class="button" disabled={form.busy} onClick={() => void flip()}>
        {paused ? <Play size={15} /> : <Pause size={15} />}
        {t(paused ? 'health.resume' : 'health.pause')}
      </button>
      {waiting > 0 && (
        <button type="button" class="button" disabled={form.busy} onClick={replay}>
          <Retry size={15} />
          {t('health.replay')}
        </button>
      )}
      {form.error && <Outcome form={form} />}
    </div>
  );
}
