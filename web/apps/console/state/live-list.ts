// The live lists as pure functions: which conversations belong, in which order, and what a frame changes.

import type { Conv, Id, Priority, SavedView, Sort, Status, View, ViewFilter } from '@keydesk/client/index';

export interface Filter {
  view: View;
  status: Status | 'any';
  sort: Sort;
  inbox?: Id;
  label?: Id;
  team?: Id;
  /** A saved view: its own filter and order are what counts. */
  saved?: SavedView;
}

export interface ListState {
  ids: readonly Id[];
  /** Cursor of the next page; null when everything is here. */
  next: string | null;
  phase: 'loading' | 'ready' | 'failed';
  /** A further page is on its way. */
  more: boolean;
}

export const emptyList: ListState = { ids: [], next: null, phase: 'loading', more: false };

export function filterKey(filter: Filter): string {
  if (filter.saved) return `saved|${JSON.stringify(filter.saved)}`;
  return [filter.view, filter.status, filter.sort, filter.inbox, filter.label, filter.team].join('|');
}

/** As the server filters a saved view; an empty list fits everything. */
export function fitsView(conv: Conv, view: ViewFilter, myId: Id): boolean {
  const among = (list: readonly string[], one: string | undefined) =>
    list.length === 0 || (one !== undefined && list.includes(one));
  const assignee = conv.assignee?.id;
  const people = view.assignees.map(id => (id === 'me' ? myId : id));
  const tag = conv.customer.locale?.startsWith('zh') ? 'zh' : 'en';
  return (
    among(view.statuses, conv.status) &&
    among(view.inboxes, conv.inbox.id) &&
    among(view.doors, conv.inbox.kind) &&
    among(view.teams, conv.team?.id) &&
    among(view.cases, conv.case_type) &&
    among(view.tiers, conv.tier) &&
    among(view.priorities, conv.priority) &&
    among(view.locales, tag) &&
    among(view.sla, conv.sla?.state ?? '') &&
    among(people, assignee ?? 'none') &&
    (view.labels.length === 0 || conv.labels.some(label => view.labels.includes(label.id))) &&
    (view.waiting === undefined || view.waiting === Boolean(conv.waiting_since)) &&
    (view.verified === undefined || view.verified === conv.customer.verified)
  );
}

export function belongs(conv: Conv, filter: Filter, myId: Id): boolean {
  if (filter.saved) return fitsView(conv, filter.saved.filter, myId);
  if (filter.status !== 'any' && conv.status !== filter.status) return false;
  if (filter.inbox && conv.inbox.id !== filter.inbox) return false;
  if (filter.team && conv.team?.id !== filter.team) return false;
  if (filter.label && !conv.labels.some(label => label.id === filter.label)) return false;
  switch (filter.view) {
    case 'mine':
      return conv.assignee?.id === myId;
    case 'unassigned':
      return !conv.assignee;
    case 'security':
      return conv.findings > 0;
    default:
      return true;
  }
}

const weight: Record<Priority, number> = { urgent: 4, high: 3, medium: 2, low: 1, none: 0 };

export function compare(sort: Sort, a: Conv, b: Conv): number {
  const newest = b.last_message_at - a.last_message_at || (a.id < b.id ? 1 : -1);
  switch (sort) {
    case 'oldest':
      return -newest;
    case 'waiting': {
      const left = a.waiting_since ?? Number.POSITIVE_INFINITY;
      const right = b.waiting_since ?? Number.POSITIVE_INFINITY;
      return left === right ? newest : left - right;
    }
    case 'due': {
      const left = a.sla?.due_at ?? Number.POSITIVE_INFINITY;
      const right = b.sla?.due_at ?? Number.POSITIVE_INFINITY;
      return left === right ? newest : left - right;
    }
    case 'priority':
      return weight[b.priority] - weight[a.priority] || newest;
    default:
      return newest;
  }
}

/**
 * Puts one changed conversation where it belongs now, or takes it out. While further pages are
 * still on the server, something that sorts behind the last row here is left for its page.
 */
export function place(
  list: ListState,
  conv: Conv,
  filter: Filter,
  myId: Id,
  look: (id: Id) => Conv | undefined,
): ListState {
  const at = list.ids.indexOf(conv.id);
  if (!belongs(conv, filter, myId))
    return at < 0 ? list : { ...list, ids: list.ids.filter(id => id !== conv.id) };
  const others = at < 0 ? list.ids : list.ids.filter(id => id !== conv.id);
  const to = insertionPoint(others, conv, filter.sort, look);
  if (to === others.length && list.next !== null) {
    return at < 0 ? list : { ...list, ids: others };
  }
  if (to === at) return list;
  return { ...list, ids: [...others.slice(0, to), conv.id, ...others.slice(to)] };
}

function insertionPoint(
  ids: readonly Id[],
  conv: Conv,
  sort: Sort,
  look: (id: Id) => Conv | undefined,
): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = look(ids[middle] as Id);
    if (other && compare(sort, other, conv) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adds a page behind what is here; a row that moved up meanwhile is not doubled. */
export function append(list: ListState, page: readonly Conv[], next: string | null): ListState {
  const known = new Set(list.ids);
  const fresh = page.filter(conv => !known.has(conv.id)).map(conv => conv.id);
  return { ids: [...list.ids, ...fresh], next, phase: 'ready', more: false };
}

/** A frame that overtook a newer one (a PATCH's own answer, say) must not bring back the past. */
export function isNewer(conv: Conv, known: Conv | undefined): boolean {
  return known === undefined || conv.change >= known.change;
}
