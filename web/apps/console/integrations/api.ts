// The endpoints of this page; docs/integrating.md says what each of them promises.
import type { Id, Millis } from '@keydesk/client/index';
import { api } from '../state/session';

export interface Token {
  id: Id;
  name: string;
  hint: string;
  scopes: string[];
  networks: string[];
  per_minute: number;
  expires_at: Millis | null;
  created_at: Millis;
  used_at: Millis | null;
  used_ip: string;
  made_by: string;
}

export interface NewToken {
  name: string;
  scopes: string[];
  networks: string[];
  per_minute: number;
  expires_at?: Millis;
}

export interface Webhook {
  id: Id;
  url: string;
  description: string;
  events: string[];
  enabled: boolean;
  off_reason: string;
  health: 'new' | 'good' | 'failing' | 'broken';
  failures: number;
  waiting: number;
  last_ok_at: Millis | null;
  old_secret_until: Millis | null;
  created_at: Millis;
}

export type WebhookDraft = Pick<Webhook, 'url' | 'description' | 'events'>;

/** How one attempt went; status 0: there was no answer. */
export interface WebhookTry {
  attempt: number;
  at: Millis;
  status: number;
  took_ms: number;
  answer: string;
  fault: string;
}

export interface WebhookDelivery {
  id: Id;
  event: string;
  state: 'queued' | 'sending' | 'delivered' | 'failed' | 'skipped';
  attempts: number;
  status: number;
  took_ms: number;
  answer: string;
  fault: string;
  body: string;
  created_at: Millis;
  updated_at: Millis;
  due_at: Millis;
  /** The last ten, newest first. */
  tries: readonly WebhookTry[];
}

export interface ImportJob {
  id: Id;
  source: string;
  dry_run: boolean;
  state: 'reading' | 'running' | 'done' | 'failed';
  fault: string;
  total: number;
  done: number;
  report: {
    conversations: number;
    messages: number;
    customers: number;
    known: number;
    secrets: number;
    /** Attachments that were not fetched, and the first of them by name. */
    files: number;
    missing: string[];
    files_taken: number;
    faults: string[];
  };
  at: Millis;
}

const { http } = api;
const hook = (id: Id) => `/webhooks/${encodeURIComponent(id)}`;

export const tokens = () => http.get<{ items: Token[]; scopes: string[] }>('/tokens');
export const makeToken = (body: NewToken) =>
  http.send<{ token: string; item: Token }>('POST', '/tokens', body);
export const revokeToken = (id: Id) => http.send<void>('DELETE', `/tokens/${encodeURIComponent(id)}`);

export const webhooks = () => http.get<{ items: Webhook[]; events: string[] }>('/webhooks');
export const addWebhook = (body: WebhookDraft) =>
  http.send<{ webhook: Webhook; secret: string }>('POST', '/webhooks', body);
export const changeWebhook = (id: Id, body: Partial<WebhookDraft> & { enabled?: boolean }) =>
  http.send<{ webhook: Webhook }>('PATCH', hook(id), body);
export const removeWebhook = (id: Id) => http.send<void>('DELETE', hook(id));
export const rotateSecret = (id: Id) =>
  http.send<{ secret: string }>('POST', `${hook(id)}/rotate_secret`, {});
export const ping = (id: Id) => http.send<void>('POST', `${hook(id)}/ping`);
export const deliveries = (id: Id, before?: number) =>
  http.get<{ items: WebhookDelivery[]; next: number | null }>(`${hook(id)}/deliveries`, {
    before,
    limit: 30,
  });
export const replay = (id: Id, delivery: Id) =>
  http.send<void>('POST', `${hook(id)}/deliveries/${encodeURIComponent(delivery)}/replay`);
export const skip = (id: Id, delivery: Id) =>
  http.send<void>('POST', `${hook(id)}/deliveries/${encodeURIComponent(delivery)}/skip`);
export const replayFailed = (id: Id) => http.send<{ count: number }>('POST', `${hook(id)}/replay`, {});

export const imports = () => http.get<{ items: ImportJob[] }>('/imports');

/** The file goes up as it is, not as JSON in JSON. */
export const startImport = (query: { source: string; inbox: Id; dry_run: string }, file: Blob) =>
  http.upload<{ id: Id }>(`/imports?${new URLSearchParams(query)}`, file);

export function exportUrl(what: string, query: Record<string, string>): string {
  return `/api/v1/exports/${what}?${new URLSearchParams(query)}`;
}
