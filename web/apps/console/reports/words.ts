// Numbers and names as the page says them.

import { locale } from '@keydesk/ui/i18n';
import { kindName } from '../doors/names';
import { type ReportKey, r } from '../i18n/reports';
import { caseName } from '../playbooks/names';
import { count, duration, percent } from './model';

export function time(seconds: number | null): string {
  if (seconds === null) return '–';
  const { n, unit } = duration(seconds);
  return r(`time.${unit}`, { n: count(n, locale.value) });
}
export const number = (n: number | null) => (n === null ? '–' : count(n, locale.value));
export const share = (n: number | null) => (n === null ? '–' : percent(n, locale.value));

/** What a line of a breakdown is called. */
export function lineName(by: string, key: string, name: string): string {
  if (by === 'door') return key === 'gone' ? r('none.other') : kindName(key);
  if (by === 'locale') return key === 'en' || key === 'zh-CN' ? r(`locale.${key}`) : key;
  if (key === '') return by === 'team' || by === 'agent' || by === 'case_type' ? r(`none.${by}`) : '–';
  if (by === 'case_type') return caseName(key);
  return name || r('none.other');
}

export function reasonName(key: string): string {
  return r(`reason.${key}` as ReportKey) ?? key;
}
