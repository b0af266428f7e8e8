// The bell in the rail: what concerns this agent, newest first.

import type { Notification } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Bell } from '@keydesk/ui/icons';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Key, t } from '../i18n/index';
import { go } from '../lib/router';
import { agoText } from '../lib/time';
import { Popover } from '../parts/popover';
import { Empty, Skeleton } from '../parts/states';
import { now } from '../state/clock';
import { currentConversation } from '../state/here';
import { power } from './api';
import { loadNews, news, unread } from './state';

export function NewsButton() {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const count = unread.value;
  const here = currentConversation.value;
  // What is on screen needs no bell.
  useEffect(() => {
    if (!here || !news.peek()?.some(one => !one.read && one.conversation === here)) return;
    void power.readNotifications(here).then(loadNews, () => undefined);
  }, [here, count]);
  const name = count ? t('notice.unread', { count }) : t('notice.title');
  return (
    <>
      <button
        type="button"
        ref={button}
        class="rail-button news-button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={name}
        title={name}
        onClick={() => setOpen(!open)}
      >
        <Bell />
        {count > 0 && (
          <span class="news-count" aria-hidden="true">
            {count > 99 ? '99+' : count}
          </span>
        )}
      </button>
      {open && (
        <Popover trigger={button.current} label={t('notice.title')} onClose={close} class="news">
          <News onClose={close} />
        </Popover>
      )}
    </>
  );
}

function News({ onClose }: { onClose: () => void }) {
  const items = news.value;
  return (
    <>
      <header>
        <h2>{t('notice.title')}</h2>
        {unread.value > 0 && (
          <button
            type="button"
            class="link-button"
            onClick={() => void power.readNotifications().then(loadNews, () => undefined)}
          >
            {t('notice.all_read')}
          </button>
        )}
      </header>
      {!items && <Skeleton rows={3} kind="form" />}
      {items?.length === 0 && (
        <Empty icon={<Bell size={26} />} title={t('notice.empty')} text={t('notice.empty_text')} />
      )}
      <ul>
        {items?.map(one => (
          <li key={one.id}>
            <button
              type="button"
              class={one.read ? '' : 'unread'}
              onClick={() => {
                onClose();
                go(`/c/${one.conversation}`);
                if (!one.read) void power.readNotifications(one.conversation).then(loadNews, () => undefined);
              }}
            >
              <b>{sentence(one)}</b>
              <span class="clamp">
                <span class="mono">#{one.number}</span> {one.customer}
                {one.text && one.kind !== 'sla' ? ` · ${one.text}` : ''}
              </span>
              <small class="muted">{agoText(one.at, now.value, locale.value)}</small>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function sentence(one: Notification): string {
  const key = one.kind === 'sla' ? `notice.sla_${one.text}` : `notice.${one.kind}`;
  const by = one.by || t('event.keydesk');
  return key in t.all.en ? t(key as Key, { by }) : one.kind;
}
