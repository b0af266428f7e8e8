// What the console knows of the queue and of incidents; loaded when it is told that they moved.

import type { Conv } from '@keydesk/client/index';
import { signal } from '@preact/signals';
import { t } from '../i18n/index';
import { go } from '../lib/router';
import { sayFailed } from '../state/failed';
import { api, me } from '../state/session';
import { toast } from '../state/toasts';

export interface QueueAgent {
  id: string;
  name: string;
  capacity: number;
  specialist: boolean;
  languages: string[];
  skills: string[];
  calendar: string | null;
  online: boolean;
  away: boolean;
  in_shift: boolean;
  load: number;
}

export interface QueuePlace {
  state: 'waiting' | 'over' | 'away';
  place: number;
  low?: number;
  high?: number;
}

export interface QueueView {
  count: number;
  automatic: boolean;
  now: number;
  waiting: { conv: Conv; entered_at: number; language: string; place: QueuePlace | null }[];
  agents: QueueAgent[];
}

export interface Incident {
  id: string;
  case_type: string;
  chain: string;
  state: 'proposed' | 'open' | 'resolved' | 'dismissed';
  title_en: string;
  title_zh: string;
  text_en: string;
  text_zh: string;
  end_en: string;
  end_zh: string;
  customers: number;
  affected: number;
  told: number;
  opened_at: number;
  resolved_at: number | null;
}

export interface Calendar {
  id: string;
  name: string;
  zone: string;
  rules: { week?: [number, number][][]; holidays?: string[] };
  teams: string[];
}

export interface Rules {
  automatic: boolean;
  tell_place: boolean;
  over_minutes: number;
  slow_hours: number;
  calendar: string | null;
}

export interface Policy {
  id: string;
  name: string;
  inbox: string | null;
  priority: string | null;
  case_type: string | null;
  calendar: string | null;
  first_minutes: number | null;
  next_minutes: number | null;
  resolve_minutes: number | null;
}

const { http } = api;

export const queueApi = {
  view: () => http.get<QueueView>('/queue'),
  claim: (conversation?: string) =>
    http.send<{ conversation: string }>('POST', '/claim', conversation ? { conversation } : {}),
  rules: () => http.get<Rules>('/queue/rules'),
  putRules: (rules: Rules) => http.send<void>('PUT', '/queue/rules', rules),
  putRouting: (id: string, body: Partial<QueueAgent>) =>
    http.send<void>('PUT', `/agents/${encodeURIComponent(id)}/routing`, body),
  calendars: () => http.get<{ items: Calendar[] }>('/calendars'),
  putCalendar: ({ id, ...body }: Calendar) =>
    http.send<{ id: string }>(
      id ? 'PATCH' : 'POST',
      id ? `/calendars/${encodeURIComponent(id)}` : '/calendars',
      body,
    ),
  removeCalendar: (id: string) => http.send<void>('DELETE', `/calendars/${encodeURIComponent(id)}`),
  policies: () => http.get<{ items: Policy[] }>('/sla'),
  putPolicy: ({ id, ...body }: Policy) =>
    http.send<{ id: string }>(id ? 'PATCH' : 'POST', id ? `/sla/${encodeURIComponent(id)}` : '/sla', body),
  removePolicy: (id: string) => http.send<void>('DELETE', `/sla/${encodeURIComponent(id)}`),
  incidents: () => http.get<{ items: Incident[] }>('/incidents'),
  openIncident: (id: string, body: Record<string, string>) =>
    http.send<{ id: string }>('POST', id ? `/incidents/${encodeURIComponent(id)}/open` : '/incidents', body),
  endIncident: (id: string, body: { text_en: string; text_zh: string; resolve_conversations: boolean }) =>
    http.send<void>('POST', `/incidents/${encodeURIComponent(id)}/resolve`, body),
  dismissIncident: (id: string) =>
    http.send<void>('POST', `/incidents/${encodeURIComponent(id)}/dismiss`, {}),
};

export const incidents = signal<readonly Incident[]>([]);

export async function loadIncidents(): Promise<void> {
  await queueApi.incidents().then(
    answer => {
      incidents.value = answer.items;
    },
    () => undefined,
  );
}

/** Takes this one, or the next, and opens it. */
export async function claim(conversation?: string): Promise<void> {
  try {
    const taken = await queueApi.claim(conversation);
    go(`/c/${taken.conversation}`);
  } catch (failure) {
    sayFailed(failure);
  }
}

export async function setAway(away: boolean): Promise<void> {
  try {
    me.value = { ...me.peek(), ...(await api.patchMe({ availability: away ? 'away' : 'online' })).me };
    toast(t(away ? 'toast.away' : 'toast.online'));
  } catch (failure) {
    sayFailed(failure);
  }
}
