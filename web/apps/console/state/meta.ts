// What rarely changes and everybody needs: agents, teams, labels, inboxes, saved replies.

import type { Agent, Id, Inbox, Label, SavedReply, Team } from '@keydesk/client/index';
import { signal } from '@preact/signals';
import { api } from './session';

export const agents = signal<readonly Agent[]>([]);
export const teams = signal<readonly Team[]>([]);
export const labels = signal<readonly Label[]>([]);
export const inboxes = signal<readonly Inbox[]>([]);
export const savedReplies = signal<readonly SavedReply[]>([]);
export const onlineAgents = signal<ReadonlySet<Id>>(new Set());

const loaders = {
  agents: async () => {
    agents.value = (await api.agents()).items;
  },
  teams: async () => {
    teams.value = (await api.teams.list()).items;
  },
  labels: async () => {
    labels.value = (await api.labels.list()).items;
  },
  inboxes: async () => {
    inboxes.value = (await api.inboxes.list()).items;
  },
  saved_replies: async () => {
    savedReplies.value = (await api.savedReplies.list()).items;
  },
};

export type Noun = keyof typeof loaders;

/** Loads one of them again; a failure leaves what was there. */
export async function loadMeta(noun: Noun): Promise<void> {
  await loaders[noun]().catch(() => undefined);
}

export function loadAllMeta(): void {
  for (const noun of Object.keys(loaders) as Noun[]) void loadMeta(noun);
}

export function agentName(id: unknown): string {
  return agents.value.find(agent => agent.id === id)?.name ?? '';
}
