// Every conversation this tab knows, each behind its own signal, so that a change redraws one row.

import type { Conv, Counts, Id } from '@keydesk/client/index';
import { type Signal, signal } from '@preact/signals';
import { power } from '../power/api';
import { append, emptyList, type Filter, filterKey, isNewer, type ListState, place } from './live-list';
import { api, myId } from './session';

const convs = new Map<Id, Signal<Conv>>();
interface Entry {
  filter: Filter;
  state: Signal<ListState>;
  /** The desk's change at which the server answered; 0 before that. */
  change: number;
}

const lists = new Map<string, Entry>();

export const counts = signal<Counts | undefined>(undefined);
/** Rises whenever any conversation changes; for the few that look at all of them (title badge). */
export const convsVersion = signal(0);

const pageSize = 100;

export function convSignal(id: Id): Signal<Conv> | undefined {
  return convs.get(id);
}

export function look(id: Id): Conv | undefined {
  return convs.get(id)?.peek();
}

export function allConvs(): IterableIterator<Signal<Conv>> {
  return convs.values();
}

function store(conv: Conv): boolean {
  const known = convs.get(conv.id);
  if (!known) convs.set(conv.id, signal(conv));
  else if (isNewer(conv, known.peek())) known.value = conv;
  else return false;
  return true;
}

/** A conversation as the server has it now: goes into the store and to its place in every list. */
export function applyConv(conv: Conv): void {
  if (!store(conv)) return;
  for (const { filter, state } of lists.values()) {
    if (state.peek().phase === 'ready') state.value = place(state.peek(), conv, filter, myId.peek(), look);
  }
  convsVersion.value++;
}

/** Changes a conversation before the server has answered; the answer or `applyConv` settles it. */
export function applyLocally(id: Id, change: Partial<Conv>): void {
  const known = look(id);
  if (known) applyConv({ ...known, ...change });
}

export function hideConv(id: Id): void {
  for (const { state } of lists.values()) {
    const list = state.peek();
    if (list.ids.includes(id)) state.value = { ...list, ids: list.ids.filter(other => other !== id) };
  }
}

/** The list for a filter; the first caller makes it load. */
export function listFor(filter: Filter): Signal<ListState> {
  const key = filterKey(filter);
  let entry = lists.get(key);
  if (!entry) {
    entry = { filter, state: signal(emptyList), change: 0 };
    lists.set(key, entry);
    void load(entry, false);
  }
  return entry.state;
}

export function loadMore(filter: Filter): void {
  const entry = lists.get(filterKey(filter));
  const known = entry?.state.peek();
  if (!entry || !known || known.more || known.next === null || known.phase !== 'ready') return;
  entry.state.value = { ...known, more: true };
  void load(entry, true);
}

export function retryList(filter: Filter): void {
  const entry = lists.get(filterKey(filter));
  if (!entry) return;
  entry.state.value = emptyList;
  void load(entry, false);
}

function pageOf({ saved, ...filter }: Filter, after: string | undefined) {
  if (saved) return power.viewList(saved.id, { after, limit: pageSize });
  return api.conversations({ ...filter, after, limit: pageSize });
}

async function load(entry: Entry, further: boolean): Promise<void> {
  const { filter, state } = entry;
  const after = further ? (state.peek().next ?? undefined) : undefined;
  try {
    const page = await pageOf(filter, after);
    for (const conv of page.items) store(conv);
    const base = further ? state.peek() : emptyList;
    let list = append(base, page.items, page.next ?? null);
    if (!further) entry.change = page.change;
    // What came live while the answer was on its way is newer than the answer.
    for (const known of convs.values()) {
      const conv = known.peek();
      if (conv.change > page.change) list = place(list, conv, filter, myId.peek(), look);
    }
    state.value = list;
    convsVersion.value++;
  } catch {
    // What is shown stays; only an empty list becomes an error page.
    const known = state.peek();
    state.value = { ...known, more: false, phase: known.ids.length ? 'ready' : 'failed' };
  }
}

/** The current list was answered before `change` happened, and nobody told us of it. */
export function isBehind(current: Filter, change: number): boolean {
  const entry = lists.get(filterKey(current));
  return entry !== undefined && entry.change > 0 && entry.change < change;
}

export async function loadCounts(): Promise<void> {
  counts.value = await api.counts().catch(() => counts.peek());
}

/** After a cut that could not be resumed: the list on screen loads anew, the others when next shown. */
export function refreshLists(current: Filter | undefined): void {
  const key = current && filterKey(current);
  for (const [name, entry] of [...lists]) {
    if (name === key) void load(entry, false);
    else lists.delete(name);
  }
  void loadCounts();
}

export function forgetConvs(): void {
  convs.clear();
  lists.clear();
  counts.value = undefined;
}
