// What agents' tools keep in this tab: macros, saved views, notifications, ties of open conversations.

import type { Id, Macro, MacroOffer, Notification, SavedView, Ties } from '@keydesk/client/index';
import { type Signal, signal } from '@preact/signals';
import { route } from '../lib/router';
import { power } from './api';

export const macros = signal<readonly Macro[]>([]);
export const savedViews = signal<readonly SavedView[]>([]);
export const viewCounts = signal<Readonly<Record<Id, number>>>({});
export const unread = signal(0);
export const news = signal<readonly Notification[] | undefined>(undefined);

const offers = new Map<Id, Signal<readonly MacroOffer[]>>();
const ties = new Map<Id, Signal<Ties | undefined>>();

export async function loadMacros(): Promise<void> {
  macros.value = (await power.macros().catch(() => ({ items: macros.peek() }))).items;
  const at = route.peek();
  const here = at.page === 'conversation' ? at.id : '';
  const shown = offers.get(here);
  offers.clear();
  if (!shown) return;
  offers.set(here, shown);
  void loadOffers(here, shown);
}

export async function loadViews(): Promise<void> {
  savedViews.value = (await power.views().catch(() => ({ items: savedViews.peek() }))).items;
  await loadViewCounts();
}

export async function loadViewCounts(): Promise<void> {
  if (savedViews.peek().length === 0) return;
  viewCounts.value = (await power.viewCounts().catch(() => ({ counts: viewCounts.peek() }))).counts;
}

let counting: ReturnType<typeof setTimeout> | undefined;

/** Something moved somewhere: counted again, a few seconds later and once for all that moves. */
export function countSoon(): void {
  if (counting) return;
  counting = setTimeout(() => {
    counting = undefined;
    void loadViewCounts();
  }, 3000);
}

export async function loadNews(): Promise<void> {
  const answer = await power.notifications({ limit: 30 }).catch(() => undefined);
  if (!answer) return;
  unread.value = answer.unread;
  news.value = answer.items;
}

export function loadPower(): void {
  void loadMacros();
  void loadViews();
  void loadNews();
}

export function powerMoved(what: 'macros' | 'views' | 'notifications'): void {
  if (what === 'macros') void loadMacros();
  else if (what === 'views') void loadViews();
  else void loadNews();
}

/** The macros meant for a conversation, filled for it; asked for when first needed, and again when they
    changed: whoever holds the signal sees both. */
export function offersFor(id: Id): Signal<readonly MacroOffer[]> {
  let found = offers.get(id);
  if (!found) {
    found = signal<readonly MacroOffer[]>([]);
    offers.set(id, found);
    void loadOffers(id, found);
  }
  return found;
}

async function loadOffers(id: Id, into: Signal<readonly MacroOffer[]>): Promise<void> {
  const answer = await power.offers(id).catch(() => undefined);
  if (answer) into.value = answer.items;
  else if (offers.get(id) === into) offers.delete(id);
}

export function tiesOf(id: Id): Signal<Ties | undefined> {
  let found = ties.get(id);
  if (!found) {
    found = signal(undefined);
    ties.set(id, found);
    void loadTies(id);
  }
  return found;
}

export async function loadTies(id: Id): Promise<void> {
  const answer = await power.ties(id).catch(() => undefined);
  const known = ties.get(id);
  if (answer && known) known.value = answer;
}
