// The values of a door's settings while somebody edits them, as pure functions.

import type { InboxChannel, SettingField } from '@keydesk/client/index';

export type Values = Readonly<Record<string, string>>;

/** What the fields show at first: what is stored, else how the kind begins. Secrets are never shown. */
export function valuesOf(fields: readonly SettingField[], stored?: InboxChannel | null): Values {
  return Object.fromEntries(
    fields.map(field => [
      field.key,
      stored?.settings[field.key] ?? (field.kind === 'secret' ? '' : field.initial),
    ]),
  );
}

/**
 * What has to be sent: only what differs from what is stored. An empty text takes a field away; a secret
 * that nobody typed stays as it is.
 */
export function changesOf(
  fields: readonly SettingField[],
  values: Values,
  stored?: InboxChannel | null,
): Record<string, string> {
  const changes: Record<string, string> = {};
  for (const field of fields) {
    const value = (values[field.key] ?? '').trim();
    if (field.kind === 'secret') {
      if (value) changes[field.key] = value;
      continue;
    }
    const before = stored?.settings[field.key] ?? field.initial;
    if (value !== before) changes[field.key] = value;
  }
  return changes;
}

/** Required fields that are still empty. */
export function missingIn(
  fields: readonly SettingField[],
  values: Values,
  stored?: InboxChannel | null,
): readonly string[] {
  return fields
    .filter(field => field.required && !field.initial && !(values[field.key] ?? '').trim())
    .filter(field => !stored?.secrets.includes(field.key))
    .map(field => field.key);
}

/** Servers, proxies and deadlines are right for nearly everybody as they are. */
export function isAdvanced(field: SettingField): boolean {
  return !field.required && /(^|_)(root|proxy|deadline|timeout)(_|$)/.test(field.key);
}

export interface Piece {
  text: string;
  href?: string;
}

/** A text with Markdown links, the only markup that a kind's description may have. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(/\[([^\]]+)\]\((https:\/\/[^)\s]+)\)/g)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    pieces.push({ text: match[1] as string, href: match[2] as string });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}
