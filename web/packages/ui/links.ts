// Turns text into pieces, some of them links. A link shows the host it really leads to, in ASCII, so that
// a look-alike letter or a "user@" in front fools nobody. Only http and https become links.

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; href: string; host: string; before: string; after: string; disguised: boolean };

const CANDIDATE = /https?:\/\/[^\s<>"'`，。；：！？、（）【】「」『』《》〈〉“”‘’…\u3000]+/giu;
const TRAILING = /[.,;:!?*_~)\]}]+$/;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const raw = trimmed(match[0]);
    const link = linkOf(raw);
    if (!link) continue;
    if (match.index > at) found.push({ kind: 'text', text: text.slice(at, match.index) });
    found.push(link);
    at = match.index + raw.length;
  }
  if (at < text.length) found.push({ kind: 'text', text: text.slice(at) });
  return found;
}

/** A full stop or bracket after an address belongs to the sentence, unless the address opened it. */
function trimmed(raw: string): string {
  let url = raw;
  for (;;) {
    const tail = TRAILING.exec(url)?.[0];
    if (!tail) return url;
    const last = url.charAt(url.length - 1);
    const opens = { ')': '(', ']': '[', '}': '{' }[last];
    if (opens && url.split(opens).length >= url.split(last).length) return url;
    url = url.slice(0, -1);
  }
}

function linkOf(raw: string): Piece | undefined {
  let url: URL;
  try {
    url = new URL(raw);
  } catch {
    return undefined;
  }
  if (!/^https?:$/.test(url.protocol) || !url.hostname.includes('.')) return undefined;
  const typed = /^https?:\/\/([^/?#]*)/i.exec(raw)?.[1]?.toLowerCase() ?? '';
  const disguised = typed !== url.host && typed.replace(/:(80|443)$/, '') !== url.host;
  url.username = '';
  url.password = '';
  const rest = url.pathname === '/' && !url.search && !url.hash ? '' : url.pathname + url.search + url.hash;
  return {
    kind: 'link',
    href: url.href,
    host: url.host,
    before: `${url.protocol}//`,
    after: rest.length > 48 ? `${rest.slice(0, 32)}…${rest.slice(-12)}` : rest,
    disguised,
  };
}
