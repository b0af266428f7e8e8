// What the server says of playbooks and of the case of a conversation.

import type { Id } from '@keydesk/client/index';
import { http } from '../state/session';

export interface Both {
  en: string;
  'zh-CN': string;
}

export interface Playbook {
  id: string;
  topic: string;
  priority: string;
  tier: string;
  escalates_to: string;
  check: string;
  name: Both;
  cannot: Both;
  examples: number;
  needs: readonly { fact: string; ask: Both; why: Both }[];
}

export interface FullPlaybook extends Playbook {
  answers: readonly { when: readonly string[]; then: string; text: Both }[];
}

export interface Version {
  version: number;
  published: boolean;
  at: number;
  agent: { id: Id; name: string } | null;
  source?: string;
}

export interface Opened {
  id: string;
  source: string;
  versions: readonly Version[];
  playbook?: FullPlaybook;
}

export interface Checked {
  playbook?: FullPlaybook;
  fault?: string;
}

export interface DryRun {
  looked_at: number;
  now: Record<string, number>;
  then: Record<string, number>;
  changed: readonly { conversation: Id; number: number; words: string; from: string; to: string }[];
}

export interface Fact {
  id: Id;
  kind: string;
  value: string;
  /** Of a time that he said: when that was. */
  means?: number;
  message?: Id;
  agent?: { id: Id; name: string };
}

export interface Case {
  case: string;
  tier: string;
  confidence: number;
  facts: readonly Fact[];
}

/** Whether the desk speaks by itself to who comes by this inbox. */
export interface SpeakingInbox {
  id: Id;
  name: string;
  kind: string;
  on: boolean;
}

const at = (...parts: string[]) => `/${parts.map(encodeURIComponent).join('/')}`;

export const playbooks = {
  list: () => http.get<{ items: readonly Playbook[] }>('/playbooks'),
  open: (id: string) => http.get<Opened>(at('playbooks', id)),
  version: (id: string, version: number) =>
    http.get<Version>(at('playbooks', id, 'versions', String(version))),
  check: (source: string) => http.send<Checked>('POST', '/playbooks/check', { source }),
  dryRun: (source: string, count: number) =>
    http.send<DryRun>('POST', '/playbooks/dry_run', { source, count }),
  save: (id: string, source: string, publish: boolean) =>
    http.send<{ version: number }>('PUT', at('playbooks', id), { source, publish }),
  inboxes: () => http.get<{ items: readonly SpeakingInbox[] }>('/playbook_inboxes'),
  speak: (inbox: Id, on: boolean) => http.send<unknown>('PUT', at('playbook_inboxes', inbox), { on }),
  caseOf: (conversation: Id) => http.get<Case>(at('conversations', conversation, 'facts')),
  setCase: (conversation: Id, id: string) =>
    http.send<unknown>('PUT', at('conversations', conversation, 'case'), { id }),
  addFact: (conversation: Id, kind: string, value: string) =>
    http.send<unknown>('POST', at('conversations', conversation, 'facts'), { kind, value }),
  correct: (conversation: Id, fact: Id, value: string) =>
    http.send<unknown>('PATCH', at('conversations', conversation, 'facts', fact), { value }),
  remove: (conversation: Id, fact: Id) =>
    http.send<unknown>('DELETE', at('conversations', conversation, 'facts', fact)),
};
