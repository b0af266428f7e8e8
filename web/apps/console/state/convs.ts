// Every conversation this tab knows, each behind its own signal, so that a change redraws one row.

import type { Conv, Counts, Id } from '@keydesk/client/index';
import { type Signal, signal } from '@preact/signals';
import { append, emptyList, type Filter, filterKey, isNewer, type ListState, place } from './live-list';
import { api, myId } from './session';

const convs = new Map<Id, Signal<Conv>>();
const lists = new Map<string, { filter: Filter; state: Signal<ListState> }>();

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
    entry = { filter, state: signal(emptyList) };
    lists.set(key, entry);
    void load(entry.filter, entry.state, false);
  }
  return entry.state;
}

export function loadMore(filter: Filter): void {
  const state = lists.get(filterKey(filter))?.state;
  if (!state || state.peek().more || state.peek().next === null || state.peek().phase !== 'ready') return;
  state.value = { ...state.peek(), more: true };
  void load(filter, state, true);
}

export function retryList(filter: Filter): void {
  const state = lists.get(filterKey(filter))?.state;
  if (!state) return;
  state.value = emptyList;
  void load(filter, state, false);
}

async function load(filter: Filter, state: Signal<ListState>, further: boolean): Promise<void> {
  const after = further ? (state.peek().next ?? undefined) : undefined;
  try {
    const page = await api.conversations({ ...filter, after, limit: pageSize });
    for (const conv of page.items) store(conv);
    const base = further ? state.peek() : emptyList;
    state.value = append(base, page.items, page.next ?? null);
    convsVersion.value++;
  } catch {
    // What is shown stays; only an empty list becomes an error page.
    const known = state.peek();
    state.value = { ...known, more: false, phase: known.ids.length ? 'ready' : 'failed' };
  }
}

export async function loadCounts(): Promise<void> {
  counts.value = await api.counts().catch(() => counts.peek());
}

/** After a cut that could not be resumed: the list on screen loads anew, the others when next shown. */
export function refreshLists(current: Filter | undefined): void {
  const key = current && filterKey(current);
  for (const [name, entry] of [...lists]) {
    if (name === key) void load(entry.filter, entry.state, false);
    else lists.delete(name);
  }
  void loadCounts();
}

export function forgetConvs(): void {
  convs.clear();
  lists.clear();
  counts.value = undefined;
}
