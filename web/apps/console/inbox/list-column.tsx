// The third region: search field, state tabs, order, the list itself, and the bar for many at once.

import type { Sort, Status } from '@keydesk/client/index';
import { Check, ChevronDown, Filter, Menu, Search } from '@keydesk/ui/icons';
import { useRef } from 'preact/hooks';
import { t } from '../i18n/index';
import { go } from '../lib/router';
import { onOpen } from '../palette/openers';
import { PickButton } from '../parts/pick-button';
import { EditView } from '../power/view-editor';
import { Results } from '../search/results';
import { counts } from '../state/convs';
import {
  column,
  currentFilter,
  inbox,
  label,
  listPath,
  searchText,
  sort,
  status,
  team,
  view,
} from '../state/here';
import { inboxes, labels, teams } from '../state/meta';
import { BulkBar } from './bulk-bar';
import { drawerOpen, oneColumn } from './layout';
import { ConversationList } from './list';
import { selected } from './selection';

const states: readonly Status[] = ['open', 'snoozed', 'resolved'];
const sorts: readonly Sort[] = ['newest', 'waiting', 'due', 'priority', 'oldest'];

export function ListColumn() {
  // On a phone the list is the page.
  const Region = oneColumn.value ? 'main' : 'section';
  return (
    <Region class="list" aria-label={t('list.label')}>
      <div class="list-head">
        <SearchField />
        {column.value === 'view' && <ListTools />}
      </div>
      {column.value === 'search' ? <Results /> : <ConversationList key={view.value} />}
      {selected.value.size > 0 && <BulkBar />}
    </Region>
  );
}

function SearchField() {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  onOpen('search', () => {
    input.current?.focus();
    input.current?.select();
  });
  const look = (text: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const wanted = text.trim();
      if (wanted) go(`/search?q=${encodeURIComponent(wanted)}`, { replace: column.peek() === 'search' });
      else if (column.peek() === 'search') go(listPath(currentFilter.peek()), { replace: true });
    }, 180);
  };
  return (
    <div class="list-search">
      <button
        type="button"
        class="icon-button views-button"
        aria-label={t('views.label')}
        onClick={() => (drawerOpen.value = true)}
      >
        <Menu />
      </button>
      <search class="search-field">
        <Search size={17} />
        <input
          ref={input}
          type="search"
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          value={column.value === 'search' ? searchText.value : ''}
          onInput={event => look(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key !== 'Escape' || event.isComposing) return;
            event.preventDefault();
            clearTimeout(timer.current);
            event.currentTarget.value = '';
            event.currentTarget.blur();
            if (column.peek() === 'search') go(listPath(currentFilter.peek()));
          }}
        />
        <kbd>/</kbd>
      </search>
    </div>
  );
}

function ListTools() {
  const custom = currentFilter.value.saved;
  const narrowed =
    custom?.name ??
    inboxes.value.find(entry => entry.id === inbox.value)?.name ??
    labels.value.find(entry => entry.id === label.value)?.name ??
    teams.value.find(entry => entry.id === team.value)?.name;
  const known = counts.value?.by_status;
  const Title = oneColumn.value ? 'h1' : 'h2';
  return (
    <>
      <div class="list-title">
        <Title>{narrowed ?? t(`view.${view.value}` as 'view.mine')}</Title>
        {custom ? (
          <EditView view={custom} />
        ) : (
          <PickButton
            name="sort"
            label={t('sort.label', { now: t(`sort.${sort.value}`) })}
            class="sort-button"
            worded
            align="end"
            options={sorts.map(id => ({ id, text: t(`sort.${id}`) }))}
            chosen={[sort.value]}
            onPick={option => (sort.value = option.id as Sort)}
          >
            <Filter size={15} />
            <span class="sr-only">{t('sort.label', { now: '' })}</span>
            {t(`sort.${sort.value}`)}
            <ChevronDown size={14} />
          </PickButton>
        )}
      </div>
      {!custom && (
        <div class="tabs" role="group" aria-label={t('status.label')}>
          {states.map(name => (
            <button
              type="button"
              key={name}
              aria-pressed={status.value === name}
              onClick={() => go(listPath({ ...currentFilter.peek(), status: name }), { replace: true })}
            >
              {name === 'resolved' && <Check size={15} />}
              {t(`status.${name}`)}
              {name === 'snoozed' && known?.snoozed ? <small>{known.snoozed}</small> : null}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
