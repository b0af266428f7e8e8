// What the assistant may do here, and what it did to each draft. Nothing of it is kept.
import { asApiError, type Id } from '@keydesk/client/index';
import { type Signal, signal } from '@preact/signals';
import { errorText } from '../parts/form';
import { changeDraft, draftFor } from '../state/drafts';
import { lastSeq } from '../state/thread-model';
import { threadSignal } from '../state/threads';
import * as desk from './api';

const nothing: desk.Offer = { drafts: false, translation: false };

/** Off until the server says otherwise. */
export const offer = signal<desk.Offer>(nothing);
let asked = false;

export function loadOffer(): void {
  asked = true;
  desk.offer().then(
    now => {
      offer.value = now;
    },
    () => {
      asked = false;
    },
  );
}

/** Asked for when first needed. */
export function assistantOffer(): desk.Offer {
  if (!asked) loadOffer();
  return offer.value;
}

export interface Help {
  busy?: 'draft' | 'translate';
  stop?: AbortController;
  sources?: readonly desk.Source[];
  removed?: readonly string[];
  /** The language it was translated into. */
  to?: string;
  /** The reply before. */
  before?: string;
  problem?: string;
}

const helps = new Map<Id, Signal<Help>>();

export function helpFor(id: Id): Signal<Help> {
  let found = helps.get(id);
  if (!found) {
    found = signal({});
    helps.set(id, found);
  }
  return found;
}

function putReply(id: Id, reply: string): void {
  const draft = draftFor(id).peek();
  const begunAt = reply === '' ? 0 : draft.begunAt || lastSeq(threadSignal(id).peek());
  changeDraft(id, { kind: 'reply', reply, begunAt });
}

async function run(id: Id, busy: 'draft' | 'translate', work: (stop: AbortSignal) => Promise<Help>) {
  const help = helpFor(id);
  if (help.peek().busy) return;
  const stop = new AbortController();
  help.value = { busy, stop };
  try {
    help.value = await work(stop.signal);
  } catch (failure) {
    help.value = stop.signal.aborted ? {} : { problem: errorText(asApiError(failure)) };
  }
}

/** A draft goes below what the agent has written already, and never further than the composer. */
export function askDraft(id: Id): Promise<void> {
  return run(id, 'draft', async stop => {
    const made = await desk.draft(id, stop);
    const before = draftFor(id).peek().reply;
    putReply(id, [before.trim(), made.text].filter(Boolean).join('\n\n'));
    return { before, sources: made.sources, removed: made.removed };
  });
}

export function translateReply(id: Id, to: string): Promise<void> {
  return run(id, 'translate', async stop => {
    const before = draftFor(id).peek().reply;
    const made = await desk.translateText(before, to, stop);
    // Who went on writing meanwhile wants his own words.
    if (draftFor(id).peek().reply !== before) return {};
    putReply(id, made.text);
    return { before, to };
  });
}

export function undoHelp(id: Id): void {
  putReply(id, helpFor(id).peek().before ?? '');
  helpFor(id).value = {};
}
