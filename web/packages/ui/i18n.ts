// Two first languages, checked against each other by the compiler: a key that exists in one dictionary
// and not in the other does not build, and neither does a placeholder that only one of them names.
import { computed, type ReadonlySignal, signal } from '@preact/signals';

export type Locale = 'zh-CN' | 'en';
export type Params = Record<string, string | number>;

export const locale = signal<Locale>('en');

/** The language we speak to somebody whose page or browser says `tag`; Chinese of any kind is zh-CN. */
export function localeFrom(...tags: (string | null | undefined)[]): Locale {
  for (const tag of tags) {
    const lower = (tag ?? '').trim().toLowerCase();
    if (/^(zh|cmn|yue|wuu|hak|nan)(?![a-z])/.test(lower)) return 'zh-CN';
    if (lower.startsWith('en')) return 'en';
  }
  return tags.some(tag => tag) ? 'en' : 'zh-CN';
}

/** Puts the parameters in place of `{name}`; an unknown name stays visible, so that it is noticed. */
export function fill(text: string, params?: Params): string {
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

type Names<S> = S extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never;
type SameNames<A, B> = [Names<A>] extends [Names<B>] ? ([Names<B>] extends [Names<A>] ? true : false) : false;
type Matching<Zh, En> = {
  [K in keyof Zh]: K extends keyof En ? (SameNames<Zh[K], En[K]> extends true ? En[K] : never) : never;
};

export interface Dictionary<K extends string> {
  (key: K, params?: Params): string;
  readonly all: Record<Locale, Record<K, string>>;
  readonly current: ReadonlySignal<Record<K, string>>;
}

/** Makes `t('key')` for one page; reading it inside a component follows the language signal. */
export function dictionary<
  const Zh extends Record<string, string>,
  const En extends { [K in keyof Zh]: string } & { [K in Exclude<keyof En, keyof Zh>]: never },
>(zh: Zh, en: En & Matching<Zh, En>): Dictionary<keyof Zh & string> {
  type K = keyof Zh & string;
  const all = { 'zh-CN': zh as Record<K, string>, en: en as unknown as Record<K, string> };
  const current = computed(() => all[locale.value]);
  const t = ((key: K, params?: Params) => fill(current.value[key], params)) as Dictionary<K>;
  return Object.assign(t, { all, current });
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(tag: Locale, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag} ${name}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(tag, options);
  formats.set(key, made);
  return made;
}

export function timeOfDay(at: number): string {
  return format(locale.value, 'time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

export function dayKey(at: number): string {
  const d = new Date(at);
  return `${d.getFullYear()}-${d.getMonth() + 1}-${d.getDate()}`;
}

/** "Today", "Yesterday", "Monday, 3 August", with the year when it is another one. */
export function dayLabel(at: number, now = Date.now()): string {
  const zh = locale.value === 'zh-CN';
  if (dayKey(at) === dayKey(now)) return zh ? '今天' : 'Today';
  if (dayKey(at) === dayKey(now - 86_400_000)) return zh ? '昨天' : 'Yesterday';
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return sameYear
    ? format(locale.value, 'day', { weekday: 'long', month: 'long', day: 'numeric' }).format(at)
    : format(locale.value, 'year', { year: 'numeric', month: 'long', day: 'numeric' }).format(at);
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
