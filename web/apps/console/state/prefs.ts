// What this browser remembers for this agent: looks, language, keys. Nothing of a customer is kept here.

import { type Locale, locale, localeFrom } from '@keydesk/ui/i18n';
import { effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';
export type SendKey = 'enter' | 'mod-enter';

const prefix = 'keydesk.';

export function recall<T>(name: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(prefix + name);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function remember(name: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // A full or forbidden storage costs comfort, never work.
  }
}

function kept<T>(name: string, otherwise: T) {
  const made = signal<T>(recall(name, otherwise));
  effect(() => remember(name, made.value));
  return made;
}

export const theme = kept<Theme>('theme', 'system');
export const sendKey = kept<SendKey>('send_key', 'enter');
export const notify = kept<boolean>('notify', false);
export const sound = kept<boolean>('sound', true);
export const panelOpen = kept<boolean>('panel_open', true);
export const chosenLocale = signal<Locale | undefined>(recall<Locale | undefined>('locale', undefined));

export function chooseLocale(tag: Locale): void {
  chosenLocale.value = tag;
  remember('locale', tag);
}

/** Applies theme and language to the page; the profile's language counts until one is chosen here. */
export function startPrefs(profileLocale: () => string | undefined): void {
  effect(() => {
    locale.value = chosenLocale.value ?? localeFrom(profileLocale(), navigator.language);
    document.documentElement.lang = locale.value;
  });
  effect(() => {
    const root = document.documentElement;
    if (theme.value === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme.value;
  });
}

export function darkNow(): boolean {
  if (theme.value !== 'system') return theme.value === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches;
}

export function toggleTheme(): void {
  theme.value = darkNow() ? 'light' : 'dark';
}

export function toggleLocale(): void {
  chooseLocale(locale.value === 'en' ? 'zh-CN' : 'en');
}
