// A message body as pieces to render: text, links with their real host, the guard's marks, and in a note
// who is called.
// Pieces, never HTML: nothing a customer writes is parsed by the browser.

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string; host: string }
  | { kind: 'removed'; text: string }
  | { kind: 'mention'; text: string };

const link = /https?:\/\/[^\s<>"'`，。；！？、（）《》「」【】]+/gi;
const removed = /\[((?:已移除|removed)\s*[:：]\s*[^\][\n]{1,60})\]/gi;

export function piecesOf(body: string, redacted: boolean): Piece[] {
  if (!redacted) return linked(body);
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of body.matchAll(removed)) {
    pieces.push(...linked(body.slice(from, match.index)));
    pieces.push({ kind: 'removed', text: match[1] as string });
    from = match.index + match[0].length;
  }
  pieces.push(...linked(body.slice(from)));
  return pieces;
}

/** Names after "@"; the longest fits first, as the server has it, so that "@Li Wei" is not "@Li". */
export function withMentions(pieces: readonly Piece[], names: readonly string[]): Piece[] {
  const longest = names.filter(Boolean).sort((a, b) => b.length - a.length);
  return pieces.flatMap(piece => (piece.kind === 'text' ? calledIn(piece.text, longest) : [piece]));
}

function calledIn(text: string, names: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const name = names.find(one => text.startsWith(one, at + 1));
    if (name === undefined) continue;
    if (at > from) pieces.push({ kind: 'text', text: text.slice(from, at) });
    from = at + 1 + name.length;
    pieces.push({ kind: 'mention', text: text.slice(at, from) });
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

function linked(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(link)) {
    const shown = trimLink(match[0]);
    const url = parse(shown);
    if (!url) continue;
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    pieces.push({ kind: 'link', text: shown, href: url.href, host: url.host });
    from = match.index + shown.length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

/** A full stop or bracket after an address belongs to the sentence. */
function trimLink(text: string): string {
  let end = text.replace(/[.,;:!?]+$/, '');
  while (end.endsWith(')') && count(end, ')') > count(end, '('))
    end = end.slice(0, -1).replace(/[.,;:!?]+$/, '');
  return end;
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}

/** `host` is what the browser will really open: punycode for look-alike letters, no user name before @. */
function parse(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
  } catch {
    return undefined;
  }
}
