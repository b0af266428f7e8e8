// Conversations that may be one problem told by several doors, and those that were made one.

import type { Id, Join, Related } from '@keydesk/client/index';
import { type Signal, signal } from '@preact/signals';
import { recall, remember } from './prefs';
import { api } from './session';

export interface Kin {
  items: readonly Related[];
  joins: readonly Join[];
}

const none: Kin = { items: [], joins: [] };
const known = new Map<Id, Signal<Kin>>();
const keepAtMost = 30;

export function relatedOf(id: Id): Signal<Kin> {
  let found = known.get(id);
  if (!found) {
    if (known.size >= keepAtMost) known.delete(known.keys().next().value as Id);
    found = signal(none);
    known.set(id, found);
    void loadRelated(id);
  }
  return found;
}

export async function loadRelated(id: Id): Promise<void> {
  const answer = await api.related(id).catch(() => undefined);
  const place = known.get(id);
  if (answer && place) place.value = answer;
}

const pair = (a: Id, b: Id) => [a, b].sort().join(' ');

/** Pairs that somebody here has called different; kept in this browser. */
const apart = signal<readonly string[]>(recall('apart', []));

export function dismissPair(a: Id, b: Id): void {
  apart.value = [...apart.peek().slice(-199), pair(a, b)];
  remember('apart', apart.value);
}

export function isDismissed(a: Id, b: Id): boolean {
  return apart.value.includes(pair(a, b));
}
