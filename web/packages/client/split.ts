// How long a provider counts a text, and in how many messages a reply leaves: the same rules as the
// server's src/desk/channels/split.cpp, so that the composer can say it before anything is sent.

import type { Capabilities, Unit } from './doors';

/** Belongs to the character before it: combining marks, variation selectors, skin tones, joiners. */
function joinsLeft(c: number): boolean {
  const within = (from: number, to: number) => c >= from && c <= to;
  return (
    within(0x300, 0x36f) ||
    within(0x1ab0, 0x1aff) ||
    within(0x20d0, 0x20ff) ||
    within(0xfe00, 0xfe0f) ||
    c === 0x200d ||
    within(0x1f3fb, 0x1f3ff) ||
    within(0xe0100, 0xe01ef) ||
    within(0xe0020, 0xe007f)
  );
}

const isFlag = (c: number) => c >= 0x1f1e6 && c <= 0x1f1ff;

const bytesOf = (c: number) => (c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);

/** In half units, so that two narrow characters make one wide one. */
function cost(c: number, unit: Unit): number {
  if (unit === 'bytes') return bytesOf(c) * 2;
  if (unit === 'hanzi') return c > 0xff ? 2 : 1;
  return 2;
}

/** How long a provider counts `text` to be. */
export function lengthOf(text: string, unit: Unit): number {
  let used = 0;
  for (const char of text) used += cost(char.codePointAt(0) as number, unit);
  return Math.ceil(used / 2);
}

/** How good it is to cut after this character: 3 a paragraph, 2 a sentence, 1 a word, 0 none. */
function cutQuality(char: string, next: string | undefined): number {
  if (char === '\n') return 3;
  if ('。！？；…'.includes(char)) return 2;
  const spaceNext = next === undefined || next === ' ' || next === '\n';
  if ('.!?;'.includes(char) && spaceNext) return 2;
  return ' ，、'.includes(char) ? 1 : 0;
}

/** The server looks for a good cut in the second half of the bytes, not of the characters. */
function bytesBetween(points: readonly string[], from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += bytesOf((points[at] as string).codePointAt(0) as number);
  return sum;
}

/** Where the piece that begins at `from` ends, at most `limit` half units long. */
function endOfPiece(points: readonly string[], from: number, limit: number, unit: Unit): number {
  const best = [from, from, from, from];
  let at = from;
  let hard = from;
  let used = 0;
  let flags = 0;
  while (at < points.length) {
    const char = points[at] as string;
    const here = char.codePointAt(0) as number;
    used += cost(here, unit);
    if (used > limit) break;
    at++;
    flags = isFlag(here) ? flags + 1 : 0;
    const next = points[at];
    const after = next?.codePointAt(0) ?? 0;
    if (joinsLeft(after) || here === 0x200d || (isFlag(after) && flags % 2 === 1)) continue;
    hard = at;
    best[cutQuality(char, next)] = at;
  }
  if (at >= points.length) return points.length;
  const half = Math.floor(bytesBetween(points, from, at) / 2);
  for (let quality = 3; quality > 0; quality--) {
    const cut = best[quality] as number;
    if (cut > from && bytesBetween(points, from, cut) > half) return cut;
  }
  return hard > from ? hard : Math.max(at, from + 1);
}

/** The pieces of a text that are each at most `limit` long. */
export function split(text: string, limit: number, unit: Unit): string[] {
  const points = [...text];
  const pieces: string[] = [];
  for (let from = 0; from < points.length; ) {
    const to = endOfPiece(points, from, Math.max(limit, 16) * 2, unit);
    const piece = points
      .slice(from, to)
      .join('')
      .replace(/^[ \n\r\t]+|[ \n\r\t]+$/g, '');
    if (piece) pieces.push(piece);
    from = to;
  }
  return pieces;
}

/** In how many messages a text with so many files leaves by this door. */
export function partsOf(text: string, files: number, door: Capabilities): number {
  const texts = split(text, door.text.longest, door.text.unit).length;
  const together = door.subjects || (door.files.caption && files === 1 && texts === 1);
  return texts + files - (together && texts > 0 && files > 0 ? 1 : 0);
}

interface AnyFile {
  type: string;
  size: number;
}

/** Why a door does not carry a file; empty: it does. The words are those of the server's faults. */
export function fileFault(file: AnyFile, door: Capabilities): '' | 'file_type' | 'file_size' {
  const { pictures, others, types, largest, largest_picture } = door.files;
  const picture = file.type.startsWith('image/');
  const carried = (picture && pictures) || others;
  if (!carried || (types.length > 0 && !types.includes(file.type))) return 'file_type';
  const most = picture && largest_picture > 0 ? largest_picture : largest;
  return most > 0 && file.size > most ? 'file_size' : '';
}

/** The largest file of this type that the door carries, in bytes; 0: it says no number. */
export function largestFile(type: string, door: Capabilities): number {
  const picture = type.startsWith('image/') && door.files.largest_picture > 0;
  return picture ? door.files.largest_picture : door.files.largest;
}
