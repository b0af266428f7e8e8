// Which conversations are ticked for acting on many at once.

import type { Id } from '@keydesk/client/index';
import { signal } from '@preact/signals';

export const selected = signal<ReadonlySet<Id>>(new Set());
let last: Id | undefined;

export function toggle(id: Id): void {
  const next = new Set(selected.peek());
  if (!next.delete(id)) next.add(id);
  last = id;
  selected.value = next;
}

/** Shift-click: everything between the last tick and this one. */
export function extendTo(id: Id, ids: readonly Id[]): void {
  const from = last ? ids.indexOf(last) : -1;
  const to = ids.indexOf(id);
  if (from < 0 || to < 0) return toggle(id);
  const next = new Set(selected.peek());
  for (const between of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(between);
  selected.value = next;
}

export function clearSelection(): void {
  last = undefined;
  if (selected.peek().size) selected.value = new Set();
}
