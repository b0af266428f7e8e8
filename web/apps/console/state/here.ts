// Which list the agent works in. It outlives the address: an open conversation keeps its list beside it.

import type { Sort, Status, View } from '@keydesk/client/index';
import { computed, effect, signal } from '@preact/signals';
import { query, route } from '../lib/router';
import { savedViews } from '../power/state';
import type { Filter } from './live-list';
import { recall, remember } from './prefs';

export const views: readonly View[] = ['mine', 'unassigned', 'all', 'security'];

export const view = signal<View>(recall<View>('view', 'mine'));
export const status = signal<Status | 'any'>('open');
export const sort = signal<Sort>(recall<Sort>('sort', 'newest'));
export const inbox = signal<string | undefined>(undefined);
export const label = signal<string | undefined>(undefined);
export const team = signal<string | undefined>(undefined);
/** Id of the saved view that is open. */
export const saved = signal<string | undefined>(undefined);
/** What the left column shows: a view, or the results of a search. */
export const column = signal<'view' | 'search'>('view');
export const searchText = signal('');

const savedView = computed(() => savedViews.value.find(entry => entry.id === saved.value));

export const currentFilter = computed<Filter>(() => ({
  view: view.value,
  status: savedView.value ? 'any' : status.value,
  sort: savedView.value?.sort ?? sort.value,
  ...(savedView.value ? { saved: savedView.value } : {}),
  ...(inbox.value ? { inbox: inbox.value } : {}),
  ...(label.value ? { label: label.value } : {}),
  ...(team.value ? { team: team.value } : {}),
}));

export const currentConversation = computed(() => {
  const at = route.value;
  return at.page === 'conversation' ? at.id : undefined;
});

/** The address of a list; everything that is not the ordinary case stands in the query. */
export function listPath(change: Partial<Filter> = {}): string {
  const params = new URLSearchParams();
  if (change.saved) return `/inbox/all?saved=${change.saved.id}`;
  const next = { inbox: undefined, label: undefined, team: undefined, ...change };
  if (next.status && next.status !== 'open') params.set('status', next.status);
  for (const name of ['inbox', 'label', 'team'] as const) {
    const value = next[name];
    if (value) params.set(name, value);
  }
  const text = params.toString();
  return `/inbox/${next.view ?? view.peek()}${text ? `?${text}` : ''}`;
}

export function currentPath(): string {
  return listPath(currentFilter.peek());
}

export function startHere(): void {
  effect(() => {
    const at = route.value;
    const params = query.value;
    if (at.page === 'inbox') {
      column.value = 'view';
      if (views.includes(at.view as View)) view.value = at.view as View;
      status.value = (params.get('status') as Status | 'any' | null) ?? 'open';
      inbox.value = params.get('inbox') ?? undefined;
      label.value = params.get('label') ?? undefined;
      team.value = params.get('team') ?? undefined;
      saved.value = params.get('saved') ?? undefined;
    } else if (at.page === 'search') {
      column.value = 'search';
      searchText.value = params.get('q') ?? '';
    }
  });
  effect(() => remember('view', view.value));
  effect(() => remember('sort', sort.value));
}
