// What reports answer; docs/reports.md says what each number means.

import { type Id, queryString } from '@keydesk/client/index';
import { http } from '../state/session';

/** Shares from 0 to 1, times in seconds; null: nothing to divide by. */
export interface Figures {
  opened: number;
  reopened: number;
  customer_messages: number;
  replies: number;
  automatic: number;
  resolved: number;
  deflected: number;
  deflection: number | null;
  first_answers: number;
  first_median: number | null;
  first_p90: number | null;
  resolve_median: number | null;
  resolve_p90: number | null;
  sla_met: number;
  sla_warned: number;
  sla_breached: number;
  sla: number | null;
  csat_asked: number;
  csat_rated: number;
  csat_average: number | null;
  csat_content: number | null;
  backlog: number | null;
}

export type Unit = 'hour' | 'day' | 'week';
export interface Point {
  at: number;
  figures: Figures;
}
export interface Line {
  key: string;
  name: string;
  figures: Figures;
  article: boolean | null;
}
export interface Overview {
  now: Figures;
  then: Figures;
}
export interface Series {
  unit: Unit;
  points: Point[];
}
export interface Hours {
  opened: number[];
  messages: number[];
}
export interface Csat {
  asked: number;
  rated: number;
  average: number | null;
  content: number | null;
  answered: number | null;
  scores: number[];
  reasons: { key: string; n: number }[];
}
export interface SlaLine {
  kind: 'first' | 'next' | 'resolve';
  met: number;
  warned: number;
  breached: number;
  share: number | null;
}
export interface Questions {
  items: Line[];
  misses: { locale: string; words: string; n: number }[];
}
export interface Rating {
  id: Id;
  conversation: Id;
  number: number;
  customer: string;
  agent: string;
  score: number;
  reasons: string[];
  comment: string;
  at: number;
  followed_by: string | null;
}
export interface SurveySetting {
  inbox: Id;
  name: string;
  kind: string;
  enabled: boolean;
  delay_seconds: number;
}

export type Query = Record<string, string | number | undefined>;
export type Kind = 'overview' | 'series' | 'hours' | 'breakdown' | 'csat' | 'sla' | 'questions';

export const report = <T>(kind: Kind, query: Query, signal?: AbortSignal) =>
  http.get<T>(`/reports/${kind}`, query, signal);

export const ratings = (query: Query, signal?: AbortSignal) =>
  http.get<{ items: Rating[]; next: string | null }>('/csat/ratings', query, signal);
export const followUp = (id: Id) =>
  http.send<void>('POST', `/csat/ratings/${encodeURIComponent(id)}/follow_up`);
export const surveySettings = () => http.get<{ items: SurveySetting[] }>('/csat/settings');
export const changeSurvey = (inbox: Id, body: { enabled: boolean; delay_seconds: number }) =>
  http.send<void>('PUT', `/csat/settings/${encodeURIComponent(inbox)}`, body);

/** Where a browser gets the same numbers as a file. */
export function csvAddress(path: string, query: Query): string {
  return `/api/v1/${path}${queryString({ ...query, format: 'csv' })}`;
}
