// What a diagnosis looks like, as functions over values: for the customer's card and the agent's alike.
// Imports nothing but types: the panel fetches its card on demand, and whatever that shares with the
// panel's first load would have to travel with the first load.
import type { Advice, Card, ChainState, Eta } from '@keydesk/wire/frames';

/** The part that both forms have. */
export type Sight = Pick<
  Card,
  | 'kind'
  | 'subject'
  | 'state'
  | 'confirmations'
  | 'needed'
  | 'eta'
  | 'replaced_by'
  | 'advice'
  | 'shield_advice'
>;

export type Tone = 'calm' | 'wait' | 'ok' | 'warn' | 'bad';

const tones: Record<ChainState, Tone> = {
  asking: 'calm',
  unknown: 'calm',
  not_found: 'warn',
  pending: 'wait',
  included: 'wait',
  final: 'ok',
  failed: 'bad',
  replaced: 'warn',
  dropped: 'warn',
  expired: 'warn',
  active: 'ok',
  inactive: 'warn',
  restricted: 'bad',
};

/** A state from a newer server is one that we do not know. */
export function stateOf(sight: Pick<Sight, 'state'>): ChainState {
  return sight.state in tones ? sight.state : 'unknown';
}

/** Nothing is green beside a warning of a scam. */
export function toneOf(sight: Pick<Sight, 'state' | 'shield_advice'>): Tone {
  const tone = tones[stateOf(sight)];
  return tone === 'ok' && sight.shield_advice.length > 0 ? 'bad' : tone;
}

/** The sign to draw: no tick where the tone warns. */
export function signOf(sight: Pick<Sight, 'state' | 'shield_advice'>): ChainState | 'alarm' {
  const state = stateOf(sight);
  return tones[state] === 'ok' && toneOf(sight) === 'bad' ? 'alarm' : state;
}

/** "0x7c1f03…b9b93b": both ends, since a look-alike is made to share the beginning. */
export function shortId(id: string): string {
  // A host or words: what matters may stand in the middle.
  if (/[. ]/.test(id)) return id.length > 48 ? `${id.slice(0, 47)}…` : id;
  const head = id.startsWith('0x') ? 8 : 6;
  return id.length <= head + 8 ? id : `${id.slice(0, head)}…${id.slice(-6)}`;
}

export interface Band {
  low: number;
  high: number;
  unit: 'second' | 'minute' | 'hour' | 'day';
}

/** A band, because half of all waits are longer than their median; in the unit that its end asks for. */
export function bandOf({ p50, p90 }: Eta): Band {
  const [unit, size] =
    p90 < 90
      ? (['second', 1] as const)
      : p90 < 90 * 60
        ? (['minute', 60] as const)
        : p90 < 36 * 3600
          ? (['hour', 3600] as const)
          : (['day', 86_400] as const);
  const high = Math.max(1, Math.round(p90 / size));
  return { low: Math.min(high, Math.round(p50 / size)), high, unit };
}

export type Certainty = 'sure' | 'likely' | 'maybe' | 'open';

/** Words instead of a number that would claim to be exact. */
export function certaintyOf(confidence: number): Certainty {
  if (confidence >= 0.9) return 'sure';
  if (confidence >= 0.7) return 'likely';
  return confidence >= 0.5 ? 'maybe' : 'open';
}

/** The host that a link leads to, in ASCII; nothing for anything but http and https. */
export function hostOf(link: string): string {
  try {
    const url = new URL(link);
    return /^https?:$/.test(url.protocol) ? url.host : '';
  } catch {
    return '';
  }
}

/**
 * The advice as a message for the customer: paragraphs that can be read without Keydesk beside them.
 * What a scam shield says comes first, because it may keep somebody from losing everything.
 */
export function adviceMessage(
  sight: Pick<Card, 'advice' | 'shield_advice' | 'link'>,
  heading: string,
  tag: 'en' | 'zh-CN',
): string {
  if (!sight.advice) return '';
  const gap = tag === 'en' ? ' ' : '';
  const joined = (...parts: string[]) => parts.filter(Boolean).join(gap);
  const shield = (advice: Advice) => {
    const { title, see, why, now, never } = advice[tag];
    const end = /[.!?。！？]$/.test(title) ? '' : tag === 'en' ? '.' : '。';
    return `⚠️ ${joined(title + end, see, why, now, never)}`;
  };
  const { see, why, now, never } = sight.advice[tag];
  const paragraphs = [
    ...sight.shield_advice.map(shield),
    joined(see, why),
    now,
    never,
    hostOf(sight.link) && sight.link,
  ];
  return [heading, ...paragraphs].filter(Boolean).join('\n\n');
}

/** What was begun stays in front; the same advice is not put in twice. */
export function withAdvice(begun: string, advice: string): string {
  if (begun.includes(advice)) return begun;
  return begun.trim() === '' ? advice : `${begun.trimEnd()}\n\n${advice}`;
}

/** A scam that is all that happened stands in red already: the same words are not said twice. */
export function saidInRed(sight: { advice: Advice | null; shield_advice: readonly Advice[] }): boolean {
  return sight.shield_advice.some(a => a.en.title === sight.advice?.en.title);
}
