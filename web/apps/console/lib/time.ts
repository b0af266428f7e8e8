// Times as an agent reads them. Everything takes `now`, so that tests need no clock.

export type Lang = 'zh-CN' | 'en';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "3m", "2h", "5d": short enough for a list row, and the same width in both languages. */
export function shortAge(since: number, now: number, lang: Lang): string {
  const age = Math.max(0, now - since);
  if (age < minute) return lang === 'en' ? 'now' : '刚刚';
  if (age < hour) return amount(Math.floor(age / minute), lang, 'm', '分钟');
  if (age < day) return amount(Math.floor(age / hour), lang, 'h', '小时');
  if (age < 7 * day) return amount(Math.floor(age / day), lang, 'd', '天');
  return dayName(since, now, lang);
}

function amount(count: number, lang: Lang, en: string, zh: string): string {
  return lang === 'en' ? `${count}${en}` : `${count}${zh}`;
}

/** "5m ago": the same, as a moment instead of a length. */
export function agoText(since: number, now: number, lang: Lang): string {
  const age = shortAge(since, now, lang);
  if (now - since < minute || now - since >= 7 * day) return age;
  return lang === 'en' ? `${age} ago` : `${age}前`;
}

/** How long a customer has been waiting: minutes count up, so it ticks. */
export function waitingTime(since: number, now: number, lang: Lang): string {
  const age = Math.max(0, now - since);
  if (age < minute) return lang === 'en' ? '<1m' : '<1 分';
  const minutes = Math.floor(age / minute);
  if (minutes < 60) return lang === 'en' ? `${minutes}m` : `${minutes} 分`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    const rest = minutes % 60;
    if (lang === 'en') return rest && hours < 10 ? `${hours}h ${rest}m` : `${hours}h`;
    return rest && hours < 10 ? `${hours} 时 ${rest} 分` : `${hours} 小时`;
  }
  const days = Math.floor(hours / 24);
  return lang === 'en' ? `${days}d` : `${days} 天`;
}

/** Over 10 minutes a customer in fear has waited too long; over 30 it is an emergency. */
export function waitingLevel(since: number, now: number): 'calm' | 'warn' | 'late' {
  const age = now - since;
  return age >= 30 * minute ? 'late' : age >= 10 * minute ? 'warn' : 'calm';
}

export function clockTime(at: number, lang: Lang): string {
  return formatter(lang, { hour: '2-digit', minute: '2-digit', hour12: false }).format(at);
}

export function secondTime(at: number, lang: Lang): string {
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false } as const;
  return formatter(lang, clock).format(at);
}

export function fullTime(at: number, lang: Lang): string {
  return formatter(lang, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(at);
}

/** The separator between days: today, yesterday, tomorrow, a weekday this week, else the date. */
export function dayName(at: number, now: number, lang: Lang): string {
  const distance = Math.round((startOfDay(now) - startOfDay(at)) / day);
  if (distance === 0) return lang === 'en' ? 'Today' : '今天';
  if (distance === 1) return lang === 'en' ? 'Yesterday' : '昨天';
  if (distance === -1) return lang === 'en' ? 'Tomorrow' : '明天';
  if (distance > 1 && distance < 7) return formatter(lang, { weekday: 'long' }).format(at);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const date: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' };
  return formatter(lang, sameYear ? date : { ...date, year: 'numeric' }).format(at);
}

/** A moment near by, inside a sentence: "14:20", "14:20 tomorrow", "14:20, Mon, 3 Aug". */
export function momentText(at: number, now: number, lang: Lang): string {
  const clock = clockTime(at, lang);
  const distance = Math.round((startOfDay(at) - startOfDay(now)) / day);
  if (distance === 0) return clock;
  const name = dayName(at, now, lang);
  if (lang !== 'en') return `${name} ${clock}`;
  return Math.abs(distance) === 1 ? `${clock} ${name.toLowerCase()}` : `${clock}, ${name}`;
}

export function startOfDay(at: number): number {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

/** The snooze presets: later today, tomorrow morning, next Monday morning. */
export function snoozePresets(now: number): { key: 'later' | 'tomorrow' | 'monday'; at: number }[] {
  const morning = (days: number) => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    date.setHours(9, 0, 0, 0);
    return date.getTime();
  };
  const weekday = new Date(now).getDay();
  const presets = [
    { key: 'later', at: now + 3 * hour },
    { key: 'tomorrow', at: morning(1) },
    { key: 'monday', at: morning((8 - weekday) % 7 || 7) },
  ] as const;
  // On a Sunday next Monday is tomorrow already.
  return weekday === 0 ? presets.slice(0, 2) : [...presets];
}

/** What <input type="datetime-local"> wants. */
export function localInputValue(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * minute);
  return date.toISOString().slice(0, 16);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(lang: Lang, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = lang + JSON.stringify(options);
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(lang, options);
    formatters.set(key, found);
  }
  return found;
}
