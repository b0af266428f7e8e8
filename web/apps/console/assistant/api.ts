// The assistant's endpoints; docs/assistant.md says what each of them promises.
import type { Id } from '@keydesk/client/index';
import { http } from '../state/session';

export interface Offer {
  drafts: boolean;
  translation: boolean;
}

export interface Source {
  kind: 'article' | 'playbook' | 'diagnosis';
  title: string;
  url: string;
}

export interface Settings {
  base_url: string;
  model: string;
  has_key: boolean;
  own_network: boolean;
  drafts: boolean;
  translation: boolean;
}

export type SettingsIn = Omit<Settings, 'has_key'> & { api_key?: string };

const conversation = (id: Id) => `/conversations/${encodeURIComponent(id)}`;

export const offer = () => http.get<Offer>('/assistant');
export const draft = (id: Id, signal: AbortSignal) =>
  http.send<{ text: string; sources: Source[]; removed: string[] }>(
    'POST',
    `${conversation(id)}/assistant/draft`,
    undefined,
    signal,
  );
export const translateText = (text: string, to: string, signal: AbortSignal) =>
  http.send<{ text: string }>('POST', '/assistant/translate', { text, to }, signal);
export const translateMessage = (id: Id, seq: number, to: string) =>
  http.send<{ text: string }>('POST', `${conversation(id)}/messages/${seq}/translation`, { to });

export const settings = () => http.get<Settings>('/assistant/settings');
export const saveSettings = (body: SettingsIn) => http.send<Settings>('PUT', '/assistant/settings', body);
export const attempt = () => http.send<{ answer: string }>('POST', '/assistant/try');
