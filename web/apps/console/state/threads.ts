// The open conversations with their history, and sending into them.

import {
  type ApiError,
  type Attachment,
  asApiError,
  type Diagnosis,
  type Id,
  type Message,
} from '@keydesk/client/index';
import { type Signal, signal } from '@preact/signals';
import { power } from '../power/api';
import { serverNow } from './clock';
import { applyConv, convSignal } from './convs';
import { recall, remember } from './prefs';
import { api, myId } from './session';
import {
  diagnosisIn,
  emptyThread,
  lastSeq,
  mergeDiagnoses,
  mergeMessages,
  type Pending,
  receive,
  refresh,
  type Thread,
} from './thread-model';

const threads = new Map<Id, Signal<Thread>>();
const keepAtMost = 30;
const pageSize = 100;

/** Customers that are writing just now; a mark ends by itself when no further frame comes. */
export const writing = signal<ReadonlySet<Id>>(new Set());
const writingTimers = new Map<Id, ReturnType<typeof setTimeout>>();

export function threadSignal(id: Id): Signal<Thread> {
  let found = threads.get(id);
  if (!found) {
    forgetOldest();
    found = signal({ ...emptyThread(id), pending: failedEarlier(id) });
    threads.set(id, found);
    void loadThread(id);
  }
  return found;
}

function forgetOldest(): void {
  for (const [id, thread] of threads) {
    if (threads.size < keepAtMost) return;
    if (thread.peek().pending.length === 0) threads.delete(id);
  }
}

export function change(id: Id, how: (thread: Thread) => Thread): void {
  const thread = threads.get(id);
  if (thread) thread.value = how(thread.peek());
}

export async function loadThread(id: Id): Promise<void> {
  const before = threads.get(id)?.peek();
  const knownSeq = before ? lastSeq(before) : 0;
  change(id, thread => (thread.phase === 'ready' ? thread : { ...thread, phase: 'loading' }));
  try {
    const answer = await api.conversation(id);
    applyConv(answer.conv);
    change(id, thread => ({
      ...refresh(thread, knownSeq, answer.messages, answer.more),
      phase: 'ready',
      customer: answer.customer,
      reads: answer.reads ?? {},
      viewers: answer.viewers ?? [],
      diagnoses: mergeDiagnoses(thread.diagnoses, answer.diagnoses ?? []),
    }));
  } catch (failure) {
    const missing = asApiError(failure).code === 'not_found';
    change(id, thread => ({
      ...thread,
      phase: missing ? 'missing' : thread.messages.length ? 'ready' : 'failed',
    }));
  }
}

/** Everything that is open loads its newest page again: after a cut that could not be resumed. */
export function refreshThreads(current: Id | undefined): void {
  for (const id of [...threads.keys()]) {
    if (id === current) void loadThread(id);
    else if (threads.get(id)?.peek().pending.length === 0) threads.delete(id);
  }
}

export async function loadOlder(id: Id): Promise<boolean> {
  const thread = threads.get(id)?.peek();
  if (!thread?.more || thread.loadingOlder || thread.phase !== 'ready') return false;
  const before = thread.messages[0]?.seq;
  if (before === undefined) return false;
  change(id, known => ({ ...known, loadingOlder: true }));
  try {
    const page = await api.messages(id, { before, limit: pageSize });
    change(id, known => ({
      ...known,
      messages: mergeMessages(known.messages, page.items),
      more: page.more && page.items.length > 0,
      loadingOlder: false,
    }));
    return page.items.length > 0;
  } catch {
    change(id, known => ({ ...known, loadingOlder: false }));
    return false;
  }
}

/** For a deep link: loads history back to `seq`. Page by page, so that it never has a hole. */
export async function loadBackTo(id: Id, seq: number): Promise<void> {
  for (;;) {
    const thread = threads.get(id)?.peek();
    if (!thread?.more || (thread.messages[0]?.seq ?? 0) <= seq) return;
    if (!(await loadOlder(id))) return;
  }
}

export function applyMessage(message: Message): void {
  change(message.conversation, thread => receive(thread, [message]));
  const diagnosis = diagnosisIn(message);
  if (diagnosis) applyDiagnoses(message.conversation, [diagnosis]);
  if (message.kind === 'customer') setWriting(message.conversation, false);
}

export function applyDiagnoses(id: Id, diagnoses: readonly Diagnosis[]): void {
  change(id, thread => ({ ...thread, diagnoses: mergeDiagnoses(thread.diagnoses, diagnoses) }));
}

/** Asks the chains about whatever the text names; the answers come live. */
export async function explain(id: Id, text: string): Promise<void> {
  applyDiagnoses(id, (await api.explain(id, text)).items);
}

export async function askAgain(id: Id, diagnosis: Id): Promise<void> {
  applyDiagnoses(id, [(await api.refreshDiagnosis(id, diagnosis)).item]);
}

export function setWriting(id: Id, on: boolean): void {
  clearTimeout(writingTimers.get(id));
  writingTimers.delete(id);
  if (writing.peek().has(id) !== on) {
    const next = new Set(writing.peek());
    if (on) next.add(id);
    else next.delete(id);
    writing.value = next;
  }
  if (on)
    writingTimers.set(
      id,
      setTimeout(() => setWriting(id, false), 6000),
    );
}

// ---- sending ---------------------------------------------------------------------------------------

export interface Draft {
  kind: 'reply' | 'note';
  body: string;
  attachments: Attachment[];
  seen_seq: number;
  via?: Id | undefined;
  macro?: Id | undefined;
}

export function send(id: Id, draft: Draft): Promise<void> {
  const pending: Pending = {
    ...draft,
    client_id: crypto.randomUUID(),
    conversation: id,
    at: serverNow(),
    state: 'sending',
  };
  change(id, thread => ({ ...thread, pending: [...thread.pending, pending] }));
  return post(pending, false);
}

/** Sends it once more with the same id: if the first try did arrive, it is not doubled. */
export function resend(pending: Pending, force = false): Promise<void> {
  const again: Pending = { ...pending, state: 'sending' };
  change(pending.conversation, thread => ({
    ...thread,
    held: thread.held?.pending.client_id === pending.client_id ? undefined : thread.held,
    pending: [...thread.pending.filter(entry => entry.client_id !== pending.client_id), again],
  }));
  return post(again, force);
}

export function discard(pending: Pending): void {
  change(pending.conversation, thread => ({
    ...thread,
    held: thread.held?.pending.client_id === pending.client_id ? undefined : thread.held,
    pending: thread.pending.filter(entry => entry.client_id !== pending.client_id),
  }));
  keepFailed(pending.conversation);
}

async function post(pending: Pending, force: boolean): Promise<void> {
  const id = pending.conversation;
  try {
    const words = {
      client_id: pending.client_id,
      body: pending.body,
      attachments: pending.attachments.map(file => file.id),
      seen_seq: pending.seen_seq,
      ...(force ? { force: true } : {}),
      ...(pending.via && pending.kind === 'reply' ? { via: pending.via } : {}),
    };
    const answer = pending.macro
      ? await power.applyMacro(id, { ...words, macro: pending.macro })
      : await api.postMessage(id, { ...words, kind: pending.kind });
    change(id, thread => {
      const received = answer.message ? receive(thread, [answer.message]) : thread;
      const others = received.pending.filter(entry => entry.client_id !== pending.client_id);
      return { ...received, pending: others };
    });
  } catch (failure) {
    settleFailure(pending, asApiError(failure));
  }
  keepFailed(id);
}

function settleFailure(pending: Pending, failure: ApiError): void {
  const news = failure.code === 'moved_on' ? ((failure.problem.messages ?? []) as Message[]) : undefined;
  change(pending.conversation, thread => {
    const others = thread.pending.filter(entry => entry.client_id !== pending.client_id);
    // A live frame may have brought the message although the answer to the request was lost.
    if (others.length === thread.pending.length) return thread;
    if (news) {
      return {
        ...thread,
        messages: mergeMessages(thread.messages, news),
        pending: others,
        held: { pending, news: news.filter(byOthers) },
      };
    }
    const reason = failure.code === 'offline' ? '' : failure.message;
    return { ...thread, pending: [...others, { ...pending, state: 'failed', reason }] };
  });
}

/** What I said myself in another tab is no news to me. */
function byOthers(message: Message): boolean {
  return message.author?.id !== myId.peek();
}

/** Replies that could not be sent wait in this browser until somebody retries or discards them. */
function keepFailed(id: Id): void {
  const failed = threads.get(id)?.peek().pending ?? [];
  const all = recall<Record<Id, Pending[]>>('unsent', {});
  if (failed.length === 0 && !all[id]) return;
  if (failed.length) all[id] = [...failed];
  else delete all[id];
  remember('unsent', all);
}

function failedEarlier(id: Id): Pending[] {
  const kept = recall<Record<Id, Pending[]>>('unsent', {})[id] ?? [];
  return kept.map(entry => ({ ...entry, state: 'failed' }));
}

export function forgetThreads(): void {
  threads.clear();
  writing.value = new Set();
}

export function knownCustomerName(id: Id): string {
  return convSignal(id)?.peek().customer.name ?? '';
}
