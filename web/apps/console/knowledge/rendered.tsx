// The server's HTML of a draft, built anew from an allow-list: what the console shows can hold nothing
// but these elements, whatever the server's filter may one day miss.
import type { ComponentChildren } from 'preact';
import { h } from 'preact';

const tags = new Set(
  'P H2 H3 H4 UL OL LI STRONG EM CODE PRE BLOCKQUOTE HR BR TABLE THEAD TBODY TR TH TD A'.split(' '),
);

interface Policy {
  createHTML(text: string): unknown;
}
type Factory = { createPolicy(name: string, rules: { createHTML(text: string): string }): Policy };

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
// The parsed document is inert: nothing in it runs or loads, and it is never shown itself.
const inert = factory?.createPolicy('keydesk-article-preview', { createHTML: text => text });

export function rendered(html: string): ComponentChildren {
  const parsed = new DOMParser().parseFromString((inert?.createHTML(html) ?? html) as string, 'text/html');
  return children(parsed.body);
}

function children(node: Node): ComponentChildren[] {
  return [...node.childNodes].map(one);
}

function one(node: Node): ComponentChildren {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof HTMLElement) || !tags.has(node.tagName)) return null;
  if (node.tagName !== 'A') return h(node.tagName.toLowerCase(), null, children(node));
  const href = node.getAttribute('href') ?? '';
  if (!/^\/(help|contact|feedback|board)\b/.test(href)) return h('span', null, children(node));
  return h('a', { href, target: '_blank', rel: 'noopener' }, children(node));
}
