// The menu of the settings: in groups, found by typing. On a phone it is a page of its own.

import { ChevronLeft, Search } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { fuzzyFilter } from '../lib/fuzzy';
import { follow, go, root } from '../lib/router';
import { currentPath } from '../state/here';
import { settingsGroups, settingsTabs, type Tab } from './tabs';

const textsOf = (tab: Tab) => [tab.text, tab.also, t(`settings_group.${tab.group}`)];

export function SettingsMenu({ here }: { here: string }) {
  const [words, setWords] = useState('');
  const all = settingsTabs();
  const found = fuzzyFilter(words, all, textsOf);
  const first = found[0];
  return (
    <nav class="views settings-nav" aria-label={t('rail.settings')}>
      <h1>
        <a class="icon-button back" href={root + currentPath()} onClick={follow} aria-label={t('back')}>
          <ChevronLeft />
        </a>
        {t('rail.settings')}
      </h1>
      <label class="settings-find">
        <Search size={16} />
        <input
          type="search"
          aria-label={t('settings_find')}
          placeholder={t('settings_find')}
          autocomplete="off"
          value={words}
          onInput={event => setWords(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key === 'Escape') setWords('');
            if (event.key !== 'Enter' || event.isComposing || !first) return;
            setWords('');
            go(`/settings/${first.id}`);
          }}
        />
      </label>
      <div class="views-scroll">
        {settingsGroups.map(group => {
          const tabs = found.filter(tab => tab.group === group);
          if (tabs.length === 0) return null;
          return (
            <section key={group} aria-label={t(`settings_group.${group}`)}>
              <h2>{t(`settings_group.${group}`)}</h2>
              {tabs.map(tab => (
                <a
                  key={tab.id}
                  class="view"
                  href={`${root}/settings/${tab.id}`}
                  onClick={follow}
                  aria-current={tab.id === here ? 'page' : undefined}
                >
                  {tab.icon}
                  <span class="view-text">{tab.text}</span>
                </a>
              ))}
            </section>
          );
        })}
        {found.length === 0 && (
          <p class="views-none" role="status">
            {t('picker.none')}
          </p>
        )}
      </div>
    </nav>
  );
}

/** Above a page on a phone: the way back to the menu. */
export function SettingsBack() {
  return (
    <nav class="settings-back" aria-label={t('rail.settings')}>
      <h1>
        <a href={`${root}/settings`} onClick={follow}>
          <ChevronLeft size={18} />
          {t('rail.settings')}
        </a>
      </h1>
    </nav>
  );
}
