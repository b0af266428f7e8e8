// What reports decide without a page: ranges, clocks, ticks, changes, the words for numbers.

import type { Locale } from '@keydesk/ui/i18n';
import type { Figures, Query, Unit } from './api';

export const ranges = ['1d', '7d', '28d', '90d', '365d'] as const;
export type Range = (typeof ranges)[number];
export const filterNames = ['inbox', 'door', 'team', 'agent', 'case_type', 'locale'] as const;
export type FilterName = (typeof filterNames)[number];

const hour = 3_600_000;

export function rangeOf(text: string | null): Range {
  return ranges.find(range => range === text) ?? '28d';
}

/** So many whole days of the reader's clock, today included. */
export function rangeStart(range: Range, now: number): number {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - (Number.parseInt(range, 10) - 1));
  return day.getTime();
}

/** The reader's clock from `from` to `to`, as the server wants it: "60;1774746000000:120". */
export function zoneText(
  from: number,
  to: number,
  offset = (at: number) => -new Date(at).getTimezoneOffset(),
): string {
  let known = offset(from);
  let text = String(known);
  for (let at = from; at < to; ) {
    const next = Math.min(at + 24 * hour, to);
    if (offset(next) !== known) {
      // Clocks change on the hour (UTC): halve the day until that hour is found.
      let low = Math.floor(at / hour);
      let high = Math.ceil(next / hour);
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (offset(middle * hour) === known) low = middle;
        else high = middle;
      }
      known = offset(high * hour);
      text += `;${high * hour}:${known}`;
    }
    at = next;
  }
  return text;
}

/** The question of a page's address. The period before it is part of the clock that is sent. */
export function queryOf(params: URLSearchParams, now: number): Query {
  const range = rangeOf(params.get('range'));
  const from = rangeStart(range, now);
  const query: Query = { from, zone: zoneText(from - (now - from) - hour, now + hour) };
  for (const name of filterNames) {
    const value = params.get(name);
    if (value) query[name] = value;
  }
  return query;
}

/** Round numbers from 0 to at least `most`, about four of them. */
export function ticks(most: number, steps: readonly number[] = [1, 2, 5, 10]): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = steps.map(s => s * power).find(s => s >= rough - 1e-9) ?? 10 * power;
  // What is counted has no halves.
  const whole = Math.max(1, step);
  const out: number[] = [];
  for (let at = 0; out.length < 12; at += whole) {
    out.push(Number(at.toPrecision(12)));
    if (at >= most) break;
  }
  return out;
}

const timeUnits = [
  { limit: 60, seconds: 1, steps: [15, 30, 60] },
  { limit: 3600, seconds: 60, steps: [1, 2, 5, 10, 15, 30, 60] },
  { limit: 86_400, seconds: 3600, steps: [1, 2, 3, 6, 12, 24] },
  { limit: Number.POSITIVE_INFINITY, seconds: 86_400, steps: [1, 2, 5, 7, 14, 30, 60, 90] },
];

/** Ticks of an axis of seconds: whole minutes, hours, days. */
export function timeTicks(most: number): number[] {
  if (!(most > 0)) return [0, 60];
  const unit = timeUnits.find(entry => most <= entry.limit) ?? timeUnits[3];
  if (!unit) return [0, most];
  const rough = most / unit.seconds / 4;
  const step = (unit.steps.find(s => s >= rough) ?? Math.ceil(rough)) * unit.seconds;
  const out = [0];
  while ((out.at(-1) ?? 0) < most) out.push((out.at(-1) ?? 0) + step);
  return out;
}

export type TimeWord = 'seconds' | 'minutes' | 'hours' | 'days';

/** Seconds as people say them: one digit after the point below ten, of the unit that fits. */
export function duration(seconds: number): { n: number; unit: TimeWord } {
  const short = (n: number) => (n < 10 ? Math.round(n * 10) / 10 : Math.round(n));
  if (seconds < 99.5) return { n: Math.round(seconds), unit: 'seconds' };
  if (seconds < 99.5 * 60) return { n: short(seconds / 60), unit: 'minutes' };
  if (seconds < 48 * 3600) return { n: short(seconds / 3600), unit: 'hours' };
  return { n: short(seconds / 86_400), unit: 'days' };
}

/** How much a number changed, as a share; undefined when there was nothing before. */
export function changeOf(now: number | null, then: number | null): number | undefined {
  if (now === null || then === null || then === 0) return undefined;
  return (now - then) / then;
}

export function count(n: number, lang: Locale): string {
  return new Intl.NumberFormat(lang).format(n);
}
export function percent(share: number, lang: Locale, digits = 0): string {
  return new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: digits }).format(share);
}
/** For an axis: 12.5K. */
export function compact(n: number, lang: Locale): string {
  return new Intl.NumberFormat(lang, { notation: 'compact', maximumFractionDigits: 1 }).format(n);
}

export function pointName(at: number, unit: Unit, lang: Locale, long = false): string {
  const options: Intl.DateTimeFormatOptions =
    unit === 'hour'
      ? {
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
          ...(long ? { month: 'short', day: 'numeric' } : {}),
        }
      : { month: 'short', day: 'numeric', ...(long && unit === 'day' ? { weekday: 'short' } : {}) };
  return new Intl.DateTimeFormat(lang, options).format(at);
}

/** 0 to 6: how dark a cell of the heat map is. */
export function heatLevel(n: number, most: number): number {
  return n <= 0 || most <= 0 ? 0 : 1 + Math.min(5, Math.floor((n / most) * 6 - 1e-9));
}

export type Column = 'name' | keyof Figures;
export function sorted<T extends { name: string; figures: Figures }>(
  lines: readonly T[],
  by: Column,
  down: boolean,
  lang: Locale,
): T[] {
  const sign = down ? -1 : 1;
  return [...lines].sort((a, b) => {
    if (by === 'name') return sign * a.name.localeCompare(b.name, lang);
    const left = a.figures[by];
    const right = b.figures[by];
    // What is not known stays at the end, whichever way.
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}
