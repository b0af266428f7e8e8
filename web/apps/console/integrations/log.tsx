// What an endpoint was told, and what it said to that.
import { asApiError } from '@keydesk/client/index';
import { Link } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t, type Word } from '../i18n/integrations';
import { Dialog } from '../parts/dialog';
import { errorText } from '../parts/form';
import { Broken, Empty, Skeleton } from '../parts/states';
import { toast } from '../state/toasts';
import * as desk from './api';
import { act, Code, exactly, when } from './shared';

const tones = { delivered: 'ok', failed: 'bad', queued: 'warn', sending: 'warn', skipped: '' } as const;

export function DeliveryLog({ hook, onClose }: { hook: desk.Webhook; onClose: () => void }) {
  const [items, setItems] = useState<readonly desk.WebhookDelivery[] | undefined>();
  const [next, setNext] = useState<number | null>(null);
  const [failed, setFailed] = useState('');
  const load = (before?: number) => {
    setFailed('');
    desk.deliveries(hook.id, before).then(
      page => {
        setItems(known => [...(before ? (known ?? []) : []), ...page.items]);
        setNext(page.next);
      },
      failure => setFailed(errorText(asApiError(failure))),
    );
  };
  useEffect(() => load(), []);
  const then = async (work: () => Promise<unknown>) => {
    if (await act(work)) load();
  };
  const replayFailed = () =>
    then(async () => toast(t('replayed', { count: (await desk.replayFailed(hook.id)).count })));
  return (
    <Dialog label={t('deliveries')} class="wide" onClose={onClose}>
      <p class="muted log-head">
        <span>
          {hook.url} · {t('deliveries_text')}
        </span>
        <button type="button" class="button small" onClick={() => void replayFailed()}>
          {t('replay_failed')}
        </button>
      </p>
      {!items && !failed && <Skeleton rows={4} kind="form" />}
      {failed && <Broken text={failed} onRetry={() => load()} />}
      {items?.length === 0 && <Empty icon={<Link size={28} />} title={t('none_yet')} />}
      <ul class="rows hook-log">
        {items?.map(item => (
          <Line
            key={item.id}
            item={item}
            onReplay={() => void then(() => desk.replay(hook.id, item.id))}
            onSkip={() => void then(() => desk.skip(hook.id, item.id))}
          />
        ))}
      </ul>
      {next && (
        <button type="button" class="button wide" onClick={() => load(next)}>
          {t('more')}
        </button>
      )}
    </Dialog>
  );
}

interface LineProps {
  item: desk.WebhookDelivery;
  onReplay: () => void;
  onSkip: () => void;
}

function Line({ item, onReplay, onSkip }: LineProps) {
  const waits = item.state === 'queued' || item.state === 'sending';
  const tried = item.attempts > 0;
  return (
    <li>
      <details class="rows-main">
        <summary>
          <span class={`tag ${tones[item.state]}`}>{t(`state.${item.state}`)}</span>{' '}
          <b>{item.event === 'ping' ? 'ping' : t(`event.${item.event}` as Word)}</b>
          <small class="muted">
            {[
              when(item.created_at),
              tried && (item.status ? `HTTP ${item.status}` : t('no_answer')),
              tried && `${item.took_ms} ms`,
              t('attempts', { count: item.attempts }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </summary>
        {item.tries.length > 0 && (
          <>
            <h3>{t('tries')}</h3>
            <ol class="hook-tries" reversed start={item.tries[0]?.attempt}>
              {item.tries.map(one => (
                <Try key={one.attempt} one={one} />
              ))}
            </ol>
          </>
        )}
        <h3>{item.id}</h3>
        <Code label={item.id} text={pretty(item.body)} />
      </details>
      <button type="button" class="button small" onClick={waits ? onSkip : onReplay}>
        {waits ? t('skip') : t('replay')}
      </button>
    </li>
  );
}

function Try({ one }: { one: desk.WebhookTry }) {
  const good = one.status >= 200 && one.status < 300;
  return (
    <li>
      <span class={`tag ${good ? 'ok' : 'bad'}`}>{one.status ? `HTTP ${one.status}` : t('no_answer')}</span>{' '}
      <small class="muted">
        {exactly(one.at)} · {one.took_ms} ms
      </small>
      {one.fault && <p class="field-problem">{one.fault}</p>}
      {one.answer && <Code label={t('answer')} text={one.answer} />}
    </li>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
