// What an agent does to conversations: at once on screen, then on the server, with a way back.

import type { BulkPatch, Conv, ConvPatch, Id } from '@keydesk/client/index';
import { t } from '../i18n/index';
import { power } from '../power/api';
import { offerUndo } from '../power/undo';
import { applyConv, look } from './convs';
import { sayFailed } from './failed';
import { agents, labels, teams } from './meta';
import { toast } from './toasts';

/** How the conversation will look once the server has agreed. */
export function patched(conv: Conv, patch: BulkPatch): Conv {
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
  const named = patch.labels ?? conv.labels.map(label => label.id);
  if (patch.labels || patch.add_labels || patch.remove_labels) {
    const wanted = new Set([...named, ...(patch.add_labels ?? [])]);
    for (const id of patch.remove_labels ?? []) wanted.delete(id);
    next.labels = labels.peek().filter(label => wanted.has(label.id));
  }
  return next;
}

/** Changes one conversation; `said` is the toast, with an undo in it. */
export function act(id: Id, patch: ConvPatch, said: string = t('toast.changed')): Promise<void> {
  return actOnMany([id], patch, said);
}

/** Many at once, at most five hundred; the server keeps what they were for the way back. */
export async function actOnMany(ids: readonly Id[], patch: BulkPatch, said: string): Promise<void> {
  const before = ids.map(look).filter((conv): conv is Conv => conv !== undefined);
  if (before.length === 0) return;
  for (const conv of before) applyConv(patched(conv, patch));
  const bringBack = (conv: Conv) => applyConv({ ...conv, change: look(conv.id)?.change ?? conv.change });
  const asked = power.bulk(
    before.map(conv => conv.id),
    patch,
  );
  offerUndo(
    said,
    asked.then(answer => answer.undo),
  );
  try {
    const { missing } = await asked;
    if (missing.length === 0) return;
    before.filter(conv => missing.includes(conv.id)).forEach(bringBack);
    toast(t('toast.some_failed', { count: missing.length }), { tone: 'bad' });
  } catch (failure) {
    before.forEach(bringBack);
    sayFailed(failure);
  }
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
