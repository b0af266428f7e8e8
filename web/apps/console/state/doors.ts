// By which doors customers can be answered, and how the doors are.

import type { Door, DoorHealth, Id } from '@keydesk/client/index';
import { computed, type Signal, signal } from '@preact/signals';
import { channelKinds } from '../doors/names';
import { inboxes } from './meta';
import { api, me } from './session';

/** By inbox; only administrators see it. */
export const health = signal<ReadonlyMap<Id, DoorHealth>>(new Map());

export const seesHealth = computed(() => me.value?.permissions.includes('inboxes.read') ?? false);

export async function loadHealth(): Promise<void> {
  if (!seesHealth.peek()) return;
  const answer = await api.inboxHealth().catch(() => undefined);
  if (answer) health.value = new Map(answer.items.map(entry => [entry.inbox, entry]));
}

export async function loadChannelKinds(): Promise<void> {
  channelKinds.value = (await api.channels()).items;
}

/** Inboxes whose door fails just now. */
export const failing = computed(() =>
  inboxes.value.flatMap(inbox => {
    const entry = health.value.get(inbox.id);
    return entry?.state === 'failing' ? [{ inbox, health: entry }] : [];
  }),
);

const doors = new Map<Id, Signal<readonly Door[] | undefined>>();
const keepAtMost = 30;

/** The doors of a conversation's customer; undefined until they are known. */
export function doorsOf(id: Id): Signal<readonly Door[] | undefined> {
  let found = doors.get(id);
  if (!found) {
    if (doors.size >= keepAtMost) doors.delete(doors.keys().next().value as Id);
    found = signal(undefined);
    doors.set(id, found);
    void load(id);
  }
  return found;
}

async function load(id: Id): Promise<void> {
  const answer = await api.doors(id).catch(() => undefined);
  const known = doors.get(id);
  if (answer && known) known.value = answer.items;
}

const moved = new Set<Id>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** A window opened, a budget shrank: asked once for a burst of news. Without an id: all that are known. */
export function doorsMoved(id?: Id): void {
  for (const one of id ? [id] : doors.keys()) {
    if (doors.has(one)) moved.add(one);
  }
  if (moved.size === 0 || timer) return;
  timer = setTimeout(() => {
    timer = undefined;
    const ids = [...moved];
    moved.clear();
    for (const one of ids) void load(one);
  }, 250);
}
