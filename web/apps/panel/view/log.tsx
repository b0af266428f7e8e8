import { Avatar } from '@keydesk/ui/avatar';
import { dayLabel, locale } from '@keydesk/ui/i18n';
import { ChevronDown, Shield } from '@keydesk/ui/icons';
import { type Signal, useComputed, useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { face, shown, visible } from '../shell';
import type { Desk } from '../store/desk';
import { t } from '../words';
import { Bubble } from './message';
import { Cards, fetchCards, fetchHelp, fetchMore, More } from './on-demand';
import { rowsOf } from './rows';

const NEAR_PX = 80;

export function Log({ desk, draft }: { desk: Desk; draft: Signal<string> }) {
  const box = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const below = useSignal(false);
  const newAfter = useSignal<number | null>(null);
  const thread = desk.thread.value;
  const rows = useComputed(() =>
    rowsOf(desk.thread.value, desk.waiting.value, {
      online: desk.state.value === 'online',
      out: desk.out.value,
      newAfter: newAfter.value,
    }),
  ).value;
  const firstKey = thread.messages[0]?.mid;
  const before = useRef<{ first?: string; height: number }>({ height: 0 });

  // New things at the end: follow, when the customer is at the end. Older ones at the top: stand still.
  useLayoutEffect(() => {
    const el = box.current!;
    const grewAtTop = before.current.first !== undefined && before.current.first !== firstKey;
    if (sticks.current) el.scrollTop = el.scrollHeight;
    else if (grewAtTop) el.scrollTop += el.scrollHeight - before.current.height;
    before.current = { first: firstKey, height: el.scrollHeight };
  });

  // The composer and the guard's card take room from below: stay at the end.
  useEffect(() => {
    const el = box.current!;
    const watch = new ResizeObserver(() => {
      if (sticks.current) el.scrollTop = el.scrollHeight;
    });
    watch.observe(el);
    return () => watch.disconnect();
  }, []);

  // The "new" line is drawn for what came while the customer looked elsewhere, not for what he sees come.
  const comes = useRef(true);
  const seen = shown.value && visible.value;
  const unread = desk.unread.value;
  useEffect(() => {
    if (!seen) {
      newAfter.value = null;
      comes.current = true;
      return;
    }
    if (thread.epoch === '') return;
    const marks = comes.current || !sticks.current;
    comes.current = false;
    if (unread === 0) return;
    if (marks && newAfter.peek() === null) {
      const strange = thread.messages.filter(m => m.from !== 'customer');
      newAfter.value = (strange[strange.length - unread]?.seq ?? 1) - 1;
    }
    if (sticks.current) desk.read();
  }, [seen, unread, thread.seq, thread.epoch]);

  const scrolled = () => {
    const el = box.current!;
    sticks.current = el.scrollHeight - el.scrollTop - el.clientHeight < NEAR_PX;
    below.value = !sticks.current;
    if (sticks.current && seen) desk.read();
    if (el.scrollTop < NEAR_PX && thread.more) desk.older();
  };
  const toEnd = () => {
    const el = box.current!;
    sticks.current = true;
    el.scrollTop = el.scrollHeight;
  };
  const { cards } = thread;
  useEffect(() => {
    if (cards[0]) fetchCards();
    if (thread.epoch) fetchHelp();
  }, [cards, thread.epoch]);
  const View = Cards.value?.Cards;
  const typing = desk.typing.value;
  return (
    <div class="log-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div class="log" role="log" tabIndex={0} aria-label={t('log')} ref={box} onScroll={scrolled}>
        {thread.more ? (
          <button type="button" class="older" disabled={desk.loadingOlder.value} onClick={() => desk.older()}>
            {desk.loadingOlder.value ? t('loading') : t('older')}
          </button>
        ) : (
          <Opening desk={desk} draft={draft} started={rows.length > 0} />
        )}
        {rows.map(row =>
          row.kind === 'day' ? (
            <div class="day" key={row.key}>
              <span>{dayLabel(row.at)}</span>
            </div>
          ) : row.kind === 'new' ? (
            <div class="new" key={row.key}>
              <span>{t('unread_divider')}</span>
            </div>
          ) : (
            <Fragment key={row.key}>
              <Bubble row={row} desk={desk} draft={draft} />
              {View && <View all={cards} mid={row.m.mid} tag={locale.value} />}
            </Fragment>
          ),
        )}
        {View && <View all={cards} tag={locale.value} />}
        {thread.status === 'resolved' && <p class="closed">{t('resolved')}</p>}
        {typing && (
          <div class="line agent typing">
            <Avatar name={typing.name} src={typing.avatar} size="s" />
            <div class="bubble" role="img" aria-label={t('typing', { name: typing.name })}>
              <i />
              <i />
              <i />
            </div>
          </div>
        )}
      </div>
      {below.value && (
        <button
          type="button"
          class="to-end"
          aria-label={unread > 0 ? undefined : t('newest')}
          onClick={toEnd}
        >
          <ChevronDown size={18} />
          {unread > 0 && <span>{t('new_messages', { n: unread })}</span>}
        </button>
      )}
    </div>
  );
}

/** What stands above the first message: who we are, what we never ask, where to begin. */
function Opening({ desk, draft, started }: { desk: Desk; draft: Signal<string>; started: boolean }) {
  const { name, greeting, doors } = face.value;
  useEffect(() => {
    if (doors?.[0]) fetchMore();
  }, [doors]);
  const zh = locale.value === 'zh-CN';
  const own = zh ? (greeting?.['zh-CN'] ?? greeting?.zh) : greeting?.en;
  return (
    <section class="opening" aria-label={t('support')}>
      <div class="line agent first last">
        <Avatar name={name || 'K'} size="s" seed="brand" />
        <div class="bubble">{own || t('greeting', { brand: name })}</div>
      </div>
      <div class="never">
        <Shield size={20} />
        <p>
          <b>{t('never_ask')}</b> {t('never_ask_more')}
        </p>
      </div>
      {!started && (
        <ul class="topics" aria-label={t('topics')}>
          {(['topic_missing', 'topic_approval', 'topic_swap', 'topic_device'] as const).map(key => (
            <li key={key}>
              <button
                type="button"
                onClick={() => {
                  draft.value = `${t(key)}${zh ? '：' : ': '}`;
                  document.querySelector<HTMLElement>('textarea')?.focus();
                }}
              >
                {t(key)}
              </button>
            </li>
          ))}
        </ul>
      )}
      {doors?.[0] && More.value && (
        <More.value.Doors doors={doors} tag={locale.value} ask={door => desk.elsewhere(door)} />
      )}
      <p class="ways">
        {(['contact', 'feedback'] as const).map(page => (
          <a key={page} href={`/${page}?lang=${locale.value}`} target="_blank" rel="noopener">
            {t(page)}
          </a>
        ))}
      </p>
    </section>
  );
}
