// What an agent does to conversations: at once on screen, then on the server, with a way back.

import { asApiError, type Conv, type ConvPatch, type Id } from '@keydesk/client/index';
import { t } from '../i18n/index';
import { applyConv, look } from './convs';
import { agents, labels, teams } from './meta';
import { api } from './session';
import { toast } from './toasts';

/** The patch that undoes `patch`. */
export function inverse(conv: Conv, patch: ConvPatch): ConvPatch {
  const back: ConvPatch = {};
  if ('status' in patch) {
    back.status = conv.status;
    if (conv.status === 'snoozed') back.snoozed_until = conv.snoozed_until ?? null;
  }
  if ('assignee' in patch) back.assignee = conv.assignee?.id ?? null;
  if ('team' in patch) back.team = conv.team?.id ?? null;
  if ('priority' in patch) back.priority = conv.priority;
  if ('labels' in patch) back.labels = conv.labels.map(label => label.id);
  return back;
}

/** How the conversation will look once the server has agreed. */
export function patched(conv: Conv, patch: ConvPatch): Conv {
  const next: Conv = { ...conv };
  if (patch.status) {
    next.status = patch.status;
    next.snoozed_until = patch.status === 'snoozed' ? (patch.snoozed_until ?? null) : null;
  }
  if (patch.assignee !== undefined) {
    next.assignee = agents.peek().find(agent => agent.id === patch.assignee) ?? null;
  }
  if (patch.team !== undefined) next.team = teams.peek().find(team => team.id === patch.team) ?? null;
  if (patch.priority) next.priority = patch.priority;
  if (patch.labels) {
    const wanted = new Set(patch.labels);
    next.labels = labels.peek().filter(label => wanted.has(label.id));
  }
  return next;
}

/** Changes one conversation; `said` is the toast, with an undo in it. */
export async function act(id: Id, patch: ConvPatch, said?: string): Promise<void> {
  const before = look(id);
  if (!before) return;
  applyConv(patched(before, patch));
  const back = inverse(before, patch);
  if (said) toast(said, { action: { label: t('toast.undo'), run: () => void act(id, back) } });
  try {
    applyConv((await api.patchConversation(id, patch)).conv);
  } catch (failure) {
    applyConv({ ...before, change: look(id)?.change ?? before.change });
    toast(t('toast.failed', { why: asApiError(failure).message }), { tone: 'bad' });
  }
}

/** Many at once, at most a hundred a request; undo brings each back to what it was. */
export async function actOnMany(ids: readonly Id[], patch: ConvPatch, said: string): Promise<void> {
  const before = ids.map(look).filter((conv): conv is Conv => conv !== undefined);
  for (const conv of before) applyConv(patched(conv, patch));
  const undo = () => before.forEach(conv => void act(conv.id, inverse(conv, patch)));
  toast(said, { action: { label: t('toast.undo'), run: undo } });
  const refused = new Set<Id>();
  for (let from = 0; from < before.length; from += 100) {
    const batch = before.slice(from, from + 100).map(conv => conv.id);
    try {
      const answer = await api.bulk(batch, patch);
      answer.items.forEach(applyConv);
      for (const failure of answer.failed) refused.add(failure.id);
    } catch {
      for (const id of batch) refused.add(id);
    }
  }
  if (refused.size === 0) return;
  for (const conv of before) {
    if (refused.has(conv.id)) applyConv({ ...conv, change: look(conv.id)?.change ?? conv.change });
  }
  toast(t('toast.some_failed', { count: refused.size }), { tone: 'bad' });
}

export function resolve(id: Id): void {
  void act(id, { status: 'resolved' }, t('toast.resolved'));
}

export function reopen(id: Id): void {
  void act(id, { status: 'open' }, t('toast.reopened'));
}

export function toggleResolved(id: Id): void {
  if (look(id)?.status === 'resolved') reopen(id);
  else resolve(id);
}

export function snooze(id: Id, until: number): void {
  void act(id, { status: 'snoozed', snoozed_until: until }, t('toast.snoozed'));
}

export function assign(id: Id, agent: Id | null): void {
  const name = agents.peek().find(entry => entry.id === agent)?.name;
  void act(id, { assignee: agent }, name ? t('toast.assigned', { name }) : t('toast.unassigned'));
}
