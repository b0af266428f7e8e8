// What was begun and not sent, per conversation, kept in this browser.

import type { Attachment, Id, MacroOffer } from '@keydesk/client/index';
import { type Signal, signal } from '@preact/signals';
import { recall, remember } from './prefs';

export interface DraftState {
  kind: 'reply' | 'note';
  reply: string;
  note: string;
  attachments: Attachment[];
  /** The last message that was in sight when this was begun; 0 while nothing is begun. */
  begunAt: number;
  /** The door by which it shall go; without it the one that the customer wrote by last. */
  via?: Id | undefined;
  /** What else happens when it is sent. */
  macro?: MacroOffer | undefined;
}

const empty: DraftState = { kind: 'reply', reply: '', note: '', attachments: [], begunAt: 0 };
const drafts = new Map<Id, Signal<DraftState>>();

export function draftFor(id: Id): Signal<DraftState> {
  let found = drafts.get(id);
  if (!found) {
    found = signal({ ...empty, ...recall<Partial<DraftState>>(`draft.${id}`, {}) });
    drafts.set(id, found);
  }
  return found;
}

export function bodyOf(draft: DraftState): string {
  return draft[draft.kind];
}

export function changeDraft(id: Id, change: Partial<DraftState>): void {
  const draft = draftFor(id);
  draft.value = { ...draft.peek(), ...change };
  const value = draft.peek();
  const blank = value.reply === '' && value.note === '' && value.attachments.length === 0;
  remember(`draft.${id}`, blank ? undefined : value);
}

export function hasDraft(id: Id): boolean {
  const draft = draftFor(id).value;
  return draft.reply.trim() !== '' || draft.note.trim() !== '';
}

/** On a shared computer the next agent must not find them. */
export function forgetDrafts(): void {
  drafts.clear();
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith('keydesk.draft.') || name === 'keydesk.unsent') localStorage.removeItem(name);
    }
  } catch {
    // No storage, nothing to forget.
  }
}
