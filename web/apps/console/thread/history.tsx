// What was said, newest at the end, drawn only where it is looked at.

import type { Conv } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { ChevronDown } from '@keydesk/ui/icons';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { query } from '../lib/router';
import { dayName, startOfDay } from '../lib/time';
import { Virtual, type VirtualHandle } from '../parts/virtual';
import { now } from '../state/clock';
import { doorsOf } from '../state/doors';
import { lastSeq, marksOf, type Row, rowsOf, severalDoors, type Thread } from '../state/thread-model';
import { loadBackTo, loadOlder, writing } from '../state/threads';
import { atEnd } from './at-end';
import { MessageRow } from './message';
import { PendingRow } from './pending';

const guess: Record<Row['kind'], number> = { day: 44, message: 84, pending: 84 };

export function History({ thread, conv }: { thread: Thread; conv: Conv }) {
  const rows = useMemo(() => rowsOf(thread, startOfDay), [thread.messages, thread.pending]);
  const keyOf = useCallback((index: number) => rows[index]?.key ?? '', [rows]);
  const estimate = useCallback((index: number) => guess[rows[index]?.kind ?? 'message'], [rows]);
  const handle = useRef<VirtualHandle>(null);
  const marks = marksOf(thread);
  const several = severalDoors(thread.messages) || (doorsOf(thread.id).value?.length ?? 0) > 1;
  const [target, setTarget] = useState(0);
  const [missed, setMissed] = useState(0);
  const wanted = Number(query.value.get('m') ?? 0);
  const deep = target || wanted;

  // A deep link: load back to the message, bring it to the middle, let it glow.
  useEffect(() => {
    if (!wanted) return;
    let left = false;
    void loadBackTo(thread.id, wanted).then(() => left || setTarget(wanted));
    return () => {
      left = true;
    };
  }, [thread.id, wanted]);
  const goal = useMemo(
    () => (target ? rows.findIndex(row => row.kind === 'message' && row.message.seq >= target) : -1),
    [target, rows],
  );
  useEffect(() => {
    if (target && goal >= 0) handle.current?.show(goal, 'center');
  }, [target]);

  const seq = lastSeq(thread);
  useEffect(() => {
    if (!atEnd.peek()) setMissed(count => count + 1);
  }, [seq]);
  useEffect(() => {
    setMissed(0);
    atEnd.value = true;
  }, []);
  useEffect(() => {
    if (thread.pending.some(entry => entry.state === 'sending')) handle.current?.toEnd();
  }, [thread.pending.length]);

  const renderRow = (index: number) => {
    const row = rows[index];
    if (!row) return null;
    if (row.kind === 'day') {
      return (
        <div class="day">
          <span>{dayName(row.at, now.value, locale.value)}</span>
        </div>
      );
    }
    if (row.kind === 'pending') return <PendingRow pending={row.pending} />;
    return (
      <MessageRow
        message={row.message}
        conv={conv}
        grouped={row.grouped}
        marks={marks}
        several={several}
        glow={deep > 0 && row.message.seq === deep}
      />
    );
  };

  return (
    <div class="history">
      {thread.loadingOlder && (
        <p class="older" role="status">
          {t('thread.older')}
        </p>
      )}
      <Virtual
        class="history-scroll"
        label={t('thread.history')}
        stick="end"
        handle={handle}
        count={rows.length}
        keyOf={keyOf}
        estimate={estimate}
        render={renderRow}
        onNearStart={thread.more ? () => void loadOlder(thread.id) : undefined}
        onAtEnd={at => {
          atEnd.value = at;
          if (at) setMissed(0);
        }}
      />
      {!atEnd.value && (
        <button
          type="button"
          class="to-end"
          onClick={() => handle.current?.toEnd()}
          aria-label={missed ? t('thread.new', { count: missed }) : t('thread.to_end')}
        >
          <ChevronDown size={18} />
          {missed > 0 && t('thread.new', { count: missed })}
        </button>
      )}
      <p class="typing-line" role="status">
        {writing.value.has(thread.id) && (
          <>
            <span class="typing-dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {t('thread.customer_typing', { name: conv.customer.name })}
          </>
        )}
      </p>
      <Spoken thread={thread} conv={conv} />
    </div>
  );
}

/** New words of the customer, spoken once by a screen reader; scrolling through history is not. */
function Spoken({ thread, conv }: { thread: Thread; conv: Conv }) {
  const last = thread.messages[thread.messages.length - 1];
  const start = useRef(last?.seq ?? 0);
  const fresh = last && last.seq > start.current && last.kind === 'customer' ? last : undefined;
  return (
    <div class="sr-only" aria-live="polite">
      {fresh && t('thread.spoken', { name: conv.customer.name, text: fresh.body })}
    </div>
  );
}
