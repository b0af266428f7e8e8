// From a provider's code to a sentence of ours.

import type { DoorHealth } from '@keydesk/client/index';
import { type Key, t } from '../i18n/index';

type Fault =
  | 'account'
  | 'address'
  | 'banned'
  | 'budget_spent'
  | 'busy'
  | 'callback'
  | 'clock'
  | 'file_size'
  | 'file_type'
  | 'gone'
  | 'interrupted'
  | 'length'
  | 'limit'
  | 'network'
  | 'no_answer'
  | 'permission'
  | 'refused'
  | 'settings'
  | 'unfit'
  | 'window_closed';

/** What the desk itself and every door say. */
const common: Record<string, Fault> = {
  account: 'account',
  acknowledgement: 'network',
  address: 'refused',
  bad_reply: 'network',
  budget_spent: 'budget_spent',
  callback: 'callback',
  clock: 'clock',
  closed: 'window_closed',
  denied: 'account',
  file_size: 'file_size',
  file_type: 'file_type',
  group_pace: 'limit',
  internal: 'no_answer',
  interrupted: 'interrupted',
  invalid_input: 'settings',
  length: 'length',
  no_answer: 'no_answer',
  push: 'callback',
  rate: 'limit',
  rate_limited: 'limit',
  refused: 'refused',
  reply: 'no_answer',
  retry: 'busy',
  settings: 'settings',
  size: 'file_size',
  token: 'account',
  uid: 'callback',
  unavailable: 'network',
  uncertain: 'no_answer',
  unreachable: 'gone',
  unsent: 'network',
  webhook: 'callback',
  window_closed: 'window_closed',
};

const byKind: Record<string, Record<string, Fault>> = {
  telegram: {
    400: 'refused',
    401: 'account',
    403: 'gone',
    404: 'account',
    409: 'callback',
    413: 'file_size',
    429: 'limit',
  },
  wechat: {
    '-1': 'busy',
    40001: 'account',
    40003: 'gone',
    40013: 'account',
    40014: 'account',
    40125: 'account',
    40164: 'address',
    42001: 'account',
    43004: 'gone',
    43019: 'gone',
    45002: 'length',
    45009: 'limit',
    45011: 'limit',
    45015: 'window_closed',
    45047: 'budget_spent',
    48001: 'permission',
    48002: 'gone',
    48004: 'banned',
    50001: 'permission',
    50002: 'banned',
    61004: 'address',
  },
  wecom: {
    '-1': 'busy',
    40014: 'account',
    42001: 'account',
    45009: 'limit',
    60020: 'address',
    95001: 'budget_spent',
    95002: 'window_closed',
  },
};

/** Weibo names ranges; the numbers are those of its error page. */
function weibo(code: number): Fault | undefined {
  if (code === 10004) return 'address';
  if (code === 10005 || code === 10006 || (code >= 21301 && code <= 21332)) return 'account';
  if (code === 10014) return 'permission';
  if (code === 10013 || code === 20003) return 'gone';
  if (code >= 10022 && code <= 10024) return 'limit';
  if (code === 20012 || code === 20013) return 'length';
  if (code === 20016) return 'limit';
  if (code === 20020 || code === 20021) return 'unfit';
  return code === 10001 || code === 10002 || code === 10009 || code === 10010 ? 'busy' : undefined;
}

/** SMTP: an enhanced status ("5.1.1") or a reply code ("550"). */
function smtp(code: string): Fault | undefined {
  if (/^5\.1\.\d|^5\.2\.1/.test(code)) return 'gone';
  if (/^5[35]\.?0?$|^53[05]|^5\.7\.8/.test(code)) return 'account';
  if (/^[45]\.3\.4|^552|^5\.2\.3/.test(code)) return 'file_size';
  if (/^4/.test(code)) return 'busy';
  return /^5/.test(code) ? 'refused' : undefined;
}

export function faultOf(kind: string, code: string): Fault | undefined {
  const known = byKind[kind]?.[code] ?? common[code];
  if (known) return known;
  if (kind === 'weibo') return weibo(Number(code));
  return kind === 'email' ? smtp(code) : undefined;
}

/** The sentence, with the provider's code where it is not one of our own words. */
export function faultText(kind: string, code: string, detail: string): string {
  const fault = faultOf(kind, code);
  const said = fault ? t(`fault.${fault}` as Key) : detail || code;
  return code && !(code in common) ? `${said} (${code})` : said;
}

const cures: Partial<Record<Fault, string>> = {
  account: 'account',
  permission: 'account',
  banned: 'account',
  address: 'address',
  callback: 'callback',
  clock: 'clock',
  limit: 'limit',
  busy: 'limit',
  network: 'network',
  settings: 'settings',
};

/** What helps against the trouble of a door. */
export function cureText(kind: string, health: Pick<DoorHealth, 'code'>): string {
  const fault = faultOf(kind, health.code);
  return t(`cure.${(fault && cures[fault]) ?? 'other'}` as Key);
}

const warnings: [RegExp, Key][] = [
  [/^(sender )?not verified|unverified/i, 'warning.unverified'],
  [/resembles/i, 'warning.resembles'],
  [/^forwarded/i, 'warning.forwarded'],
  [/several authors/i, 'warning.several_authors'],
  [/answers at another address/i, 'warning.other_address'],
];

/** A door's warning in our language; what it adds after a colon stays. */
export function warningText(warning: string): string {
  const known = warnings.find(([pattern]) => pattern.test(warning));
  if (!known) return warning;
  const more = /^[^:：]*resembles[^:：]*[:：]\s*(.+)$/i.exec(warning)?.[1];
  return more ? `${t(known[1])} (${more})` : t(known[1]);
}
