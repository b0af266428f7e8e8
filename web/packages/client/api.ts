// The agents' API as functions. One line an endpoint; docs/api.md says what each of them promises.

import type { ChannelKind, Delivery, Door, DoorHealth, Join, Quarantined, Related, Step } from './doors';
import type { Http } from './http';
import type {
  Agent,
  Attachment,
  AuditEntry,
  ConfirmationState,
  Conv,
  ConversationAnswer,
  ConvPage,
  ConvPatch,
  Counts,
  Customer,
  Diagnosis,
  Id,
  Inbox,
  Label,
  ListQuery,
  Me,
  Message,
  Outgoing,
  Page,
  Role,
  SavedReply,
  SearchAnswer,
  SessionAnswer,
  SessionEntry,
  Suggestion,
  Team,
  TotpStart,
  Workspace,
} from './types';

export type Api = ReturnType<typeof makeApi>;

export function makeApi(http: Http) {
  const keep = <T extends { csrf?: string }>(answer: T): T => {
    if (answer?.csrf) http.csrf = answer.csrf;
    return answer;
  };
  const path = (...parts: string[]) => `/${parts.map(encodeURIComponent).join('/')}`;

  return {
    http,

    // Log-in and me
    login: (body: { email: string; password: string; code?: string }) =>
      http.send<SessionAnswer>('POST', '/login', body).then(keep),
    logout: () => http.send<void>('POST', '/logout'),
    me: () => http.get<SessionAnswer>('/me').then(keep),
    patchMe: (body: Partial<Pick<Me, 'name' | 'locale' | 'availability' | 'signature'>>) =>
      http.send<{ me: Me }>('PATCH', '/me', body),
    changePassword: (body: { current: string; next: string }) =>
      http.send<void>('POST', '/me/password', body),
    startTotp: (password: string) => http.send<TotpStart>('POST', '/me/totp', { password }),
    confirmTotp: (code: string) =>
      http.send<{ recovery_codes: string[] }>('POST', '/me/totp/confirm', { code }),
    removeTotp: (body: { password: string; code: string }) => http.send<void>('DELETE', '/me/totp', body),
    sessions: () => http.get<Page<SessionEntry>>('/me/sessions'),
    revokeSession: (id: Id) => http.send<void>('DELETE', path('me', 'sessions', id)),
    invite: (token: string) => http.get<{ email: string; role: Role; name?: string }>(path('invites', token)),
    acceptInvite: (token: string, body: { name: string; password: string }) =>
      http.send<SessionAnswer>('POST', path('invites', token), body).then(keep),

    // Conversations
    conversations: (query: ListQuery, signal?: AbortSignal) =>
      http.get<ConvPage>('/conversations', query, signal),
    counts: () => http.get<Counts>('/conversations/counts'),
    conversation: (id: Id, signal?: AbortSignal) =>
      http.get<ConversationAnswer>(path('conversations', id), {}, signal),
    messages: (id: Id, query: { before?: number; limit?: number }) =>
      http.get<{ items: Message[]; more: boolean }>(`${path('conversations', id)}/messages`, query),
    postMessage: (id: Id, body: Outgoing) =>
      http.send<{ message: Message }>('POST', `${path('conversations', id)}/messages`, body),
    patchConversation: (id: Id, patch: ConvPatch) =>
      http.send<{ conv: Conv }>('PATCH', path('conversations', id), patch),
    readConversation: (id: Id, seq: number) =>
      http.send<void>('POST', `${path('conversations', id)}/read`, { seq }),
    bulk: (ids: Id[], patch: ConvPatch) =>
      http.send<{ items: Conv[]; failed: { id: Id; code: string }[] }>('POST', '/conversations/bulk', {
        ids,
        patch,
      }),

    // What the chains say of a transaction or an address
    explain: (id: Id, text: string) =>
      http.send<{ items: Diagnosis[] }>('POST', `${path('conversations', id)}/diagnoses`, { text }),
    refreshDiagnosis: (id: Id, diagnosis: Id) =>
      http.send<{ item: Diagnosis }>('POST', `${path('conversations', id, 'diagnoses', diagnosis)}/refresh`),

    // Customers and search
    confirmation: (id: Id) =>
      http.get<{ address: string; state: ConfirmationState }>(`${path('conversations', id)}/confirmation`),
    customer: (id: Id) => http.get<{ customer: Customer; conversations: Conv[] }>(path('customers', id)),
    patchCustomer: (id: Id, body: Partial<Pick<Customer, 'name' | 'email' | 'note'>>) =>
      http.send<{ customer: Customer }>('PATCH', path('customers', id), body),
    blockCustomer: (id: Id, blocked: boolean) =>
      http.send<void>(blocked ? 'POST' : 'DELETE', `${path('customers', id)}/block`),
    search: (
      query: { q: string; after?: string; limit?: number; inbox?: Id; from?: string },
      signal?: AbortSignal,
    ) => http.get<SearchAnswer>('/search', query, signal),

    // Doors
    channels: () => http.get<Page<ChannelKind>>('/channels'),
    checkInbox: (body: { kind: string; settings: Record<string, string>; inbox?: Id }) =>
      http.send<{ steps: Step[] }>('POST', '/inboxes/check', body),
    setUpInbox: (id: Id) => http.send<{ steps: Step[] }>('POST', `${path('inboxes', id)}/set_up`),
    pauseInbox: (id: Id, paused: boolean) =>
      http.send<void>('POST', `${path('inboxes', id)}/${paused ? 'pause' : 'resume'}`),
    replayInbox: (id: Id) => http.send<{ queued: number }>('POST', `${path('inboxes', id)}/replay`),
    inboxHealth: () => http.get<Page<DoorHealth>>('/inbox_health'),
    doors: (id: Id) => http.get<Page<Door>>(`${path('conversations', id)}/doors`),
    related: (id: Id) =>
      http.get<{ items: Related[]; joins: Join[] }>(`${path('conversations', id)}/related`),
    join: (id: Id, into: Id, reason: string) =>
      http.send<{ join: Id }>('POST', `${path('conversations', id)}/join`, { into, reason }),
    undoJoin: (id: Id) => http.send<void>('POST', `${path('joins', id)}/undo`),
    sendAgain: (id: Id) =>
      http.send<{ deliveries: Delivery[] }>('POST', `${path('deliveries', id)}/send_again`),
    cancelDelivery: (id: Id) =>
      http.send<{ deliveries: Delivery[] }>('POST', `${path('deliveries', id)}/cancel`),
    redirectDelivery: (id: Id, thread: Id) =>
      http.send<{ deliveries: Delivery[] }>('POST', `${path('deliveries', id)}/redirect`, { thread }),
    htmlUrl: (message: Id) => `/api/v1${path('messages', message)}/html`,
    quarantine: () => http.get<Page<Quarantined>>('/quarantine'),
    retryQuarantined: (id: Id) =>
      http.send<{ conversation: Id; message: Id }>('POST', `${path('quarantine', id)}/retry`),
    dropQuarantined: (id: Id) => http.send<void>('DELETE', path('quarantine', id)),

    // Files
    upload: (file: File, progress?: (share: number) => void, signal?: AbortSignal) =>
      http.upload<Attachment>(`/files?name=${encodeURIComponent(file.name)}`, file, progress, signal),
    fileUrl: (id: Id) => `/api/v1${path('files', id)}`,

    // Settings
    agents: () => http.get<Page<Agent>>('/agents'),
    inviteAgent: (body: { email: string; role: Role; name?: string }) =>
      http.send<{ url: string; expires_at: number }>('POST', '/agents/invite', body),
    patchAgent: (id: Id, body: { role?: Role; disabled?: boolean; teams?: Id[] }) =>
      http.send<{ agent: Agent }>('PATCH', path('agents', id), body),
    teams: crud<Team>(http, 'teams'),
    labels: crud<Label>(http, 'labels'),
    savedReplies: crud<SavedReply>(http, 'saved_replies'),
    inboxes: crud<Inbox>(http, 'inboxes'),
    rotateSecret: (id: Id) =>
      http.send<{ identity_secret?: string; secret?: string }>(
        'POST',
        `${path('inboxes', id)}/rotate_secret`,
      ),
    audit: (after?: string) => http.get<Page<AuditEntry>>('/audit', { after }),
    workspace: () => http.get<Workspace & { workspace?: Workspace }>('/workspace'),
    suggestions: () => http.get<Page<Suggestion>>('/suggestions'),
    changeSuggestion: (id: Id, body: Partial<Pick<Suggestion, 'title' | 'body' | 'status' | 'published'>>) =>
      http.send<{ suggestion: Suggestion }>('POST', path('suggestions', id), body),
    patchWorkspace: (body: Partial<Workspace>) => http.send<unknown>('PATCH', '/workspace', body),
  };
}

/** The four verbs every settings noun answers to. */
function crud<T extends { id: Id }>(http: Http, noun: string) {
  return {
    list: () => http.get<Page<T>>(`/${noun}`),
    create: (body: Partial<T>) => http.send<unknown>('POST', `/${noun}`, body),
    change: (id: Id, body: Partial<T>) =>
      http.send<unknown>('PATCH', `/${noun}/${encodeURIComponent(id)}`, body),
    remove: (id: Id) => http.send<void>('DELETE', `/${noun}/${encodeURIComponent(id)}`),
  };
}
