// The dark rail: where you are, how it looks, who you are.

import { locale } from '@keydesk/ui/i18n';
import {
  Chart,
  Command,
  Gear,
  Globe,
  Help,
  Inbox,
  Moon,
  Search,
  Sun,
  Users,
  Wallet,
} from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { follow, root, route } from '../lib/router';
import { openPalette, openShortcuts } from '../palette/state';
import { Avatar } from '../parts/avatar';
import { NewsButton } from '../power/news';
import { counts } from '../state/convs';
import { currentPath } from '../state/here';
import { darkNow, theme, toggleLocale, toggleTheme } from '../state/prefs';
import { isLead, me } from '../state/session';

/** How many nobody has yet, as the badge shows it; empty: none. */
function waitingCount(): string {
  const waiting = counts.value?.unassigned ?? 0;
  return waiting === 0 ? '' : waiting > 99 ? '99+' : String(waiting);
}

export function Rail() {
  const page = route.value.page;
  theme.value;
  const dark = darkNow();
  const waiting = waitingCount();
  const other = locale.value === 'en' ? '中' : 'EN';
  const place = (
    path: string,
    label: string,
    icon: preact.ComponentChildren,
    here: boolean,
    name?: string,
  ) => (
    <a
      class={`rail-button ${name ?? ''}`}
      href={root + path}
      onClick={follow}
      aria-label={label}
      title={label}
      aria-current={here ? 'page' : undefined}
    >
      {icon}
    </a>
  );
  const inboxHere = page === 'inbox' || page === 'conversation';
  return (
    <nav class="rail" aria-label={t('rail.label')}>
      <span class="rail-mark" aria-hidden="true">
        <Wallet />
      </span>
      {place(currentPath(), t('rail.inbox'), <Inbox />, inboxHere)}
      {place('/search', t('rail.search'), <Search />, page === 'search')}
      <NewsButton />
      {isLead.value && place('/reports', t('rail.reports'), <Chart />, page === 'reports')}
      {place(
        '/queue',
        `${t('queue.title')} ${waiting}`.trim(),
        <>
          <Users />
          {waiting && <small>{waiting}</small>}
        </>,
        page === 'queue',
      )}
      <span class="grow" />
      <button
        type="button"
        class="rail-button"
        onClick={openPalette}
        aria-label={t('palette.open')}
        title={`${t('palette.open')} (Ctrl K)`}
      >
        <Command />
      </button>
      <button
        type="button"
        class="rail-button wide-only"
        onClick={openShortcuts}
        aria-label={t('help.title')}
        title={`${t('help.title')} (?)`}
      >
        <Help />
      </button>
      <button
        type="button"
        class="rail-button wide-only"
        onClick={toggleLocale}
        aria-label={`${other} · ${t('rail.language')}`}
        title={t('rail.language')}
      >
        <Globe />
        <small aria-hidden="true">{other}</small>
      </button>
      <button
        type="button"
        class="rail-button wide-only"
        onClick={toggleTheme}
        aria-label={t('rail.theme')}
        title={t('rail.theme')}
      >
        {dark ? <Sun /> : <Moon />}
      </button>
      {place('/settings', t('rail.settings'), <Gear />, page === 'settings')}
      <a
        class="rail-me"
        href={`${root}/settings/profile`}
        onClick={follow}
        aria-label={t('rail.me', { name: me.value?.name ?? '' })}
        title={me.value?.name}
      >
        <Avatar name={me.value?.name ?? ''} seed={me.value?.id} online={me.value?.availability !== 'away'} />
      </a>
    </nav>
  );
}
