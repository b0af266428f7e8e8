// What the desk answers while somebody types, and what stands in a banner. Whatever is missing, unknown or
// misshapen is nothing: a suggestion is never worth an error.
import type { Desk } from '../store/desk';
import type { Tag } from './words';

export interface Article {
  title: string;
  url: string;
}

export interface Found {
  hint: string;
  articles: Article[];
}

export interface Incident {
  id: string;
  title: string;
  text: string;
  at: number;
}

export const nothing: Found = { hint: '', articles: [] };
const MOST_ARTICLES = 2;

/** An address that may be opened: of the web, and nothing that a page would run. */
export function webAddress(url: unknown, base: string): string | undefined {
  if (typeof url !== 'string') return undefined;
  try {
    const whole = new URL(url, base);
    return /^https?:$/.test(whole.protocol) ? whole.href : undefined;
  } catch {
    return undefined;
  }
}

type Loose = Record<string, unknown>;
const listOf = (value: unknown): Loose[] =>
  Array.isArray(value) ? value.filter(item => item !== null && typeof item === 'object') : [];

export function hintOf(answer: unknown): string {
  const [first] = listOf((answer as { ask?: unknown } | null)?.ask);
  return typeof first?.hint === 'string' ? first.hint : '';
}

export function articlesOf(answer: unknown, base: string): Article[] {
  const all = (answer as { items?: unknown } | null)?.items ?? answer;
  return listOf(all).flatMap(({ title, url }) => {
    const address = webAddress(url, base);
    return typeof title === 'string' && title && address ? [{ title, url: address }] : [];
  });
}

export function incidentsOf(answer: unknown): Incident[] {
  return listOf((answer as { incidents?: unknown } | null)?.incidents).flatMap(({ id, title, text, at }) =>
    typeof title === 'string' && title
      ? [
          {
            id: String(id ?? at ?? title),
            title,
            text: typeof text === 'string' ? text : '',
            at: Number(at) || 0,
          },
        ]
      : [],
  );
}

/** Addresses that this server does not have. */
const missing = new Set<string>();
/** The desk asked for quiet (429) until then. */
let quietUntil = 0;
const QUIET_MS = 30_000;

async function posted(desk: Desk, path: string, body: object, signal: AbortSignal): Promise<unknown> {
  if (missing.has(path) || Date.now() < quietUntil) return null;
  try {
    const answer = await desk.ask(path, { method: 'POST', body: JSON.stringify(body), signal });
    return await answer.json();
  } catch (error) {
    const { message } = error as Error;
    if (/^40[45]$/.test(message)) missing.add(path);
    if (message === '429') quietUntil = Date.now() + QUIET_MS;
    return null;
  }
}

/** The text must have passed the guard. */
export async function suggestions(
  desk: Desk,
  text: string,
  locale: Tag,
  signal: AbortSignal,
): Promise<Found> {
  const about = { locale, inbox: desk.inbox };
  const [hints, articles] = await Promise.all([
    posted(desk, '/chat/v1/hints', { text, ...about }, signal),
    posted(desk, '/chat/v1/articles', { q: [...text].slice(0, 200).join(''), ...about }, signal),
  ]);
  return { hint: hintOf(hints), articles: articlesOf(articles, location.href).slice(0, MOST_ARTICLES) };
}

export async function incidents(inbox: string, tag: Tag): Promise<Incident[]> {
  try {
    const answer = await fetch(`/chat/v1/status?inbox=${encodeURIComponent(inbox)}&lang=${tag}`);
    return answer.ok ? incidentsOf(await answer.json()) : [];
  } catch {
    return [];
  }
}
