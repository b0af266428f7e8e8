// What the board's settings and the contact details decide without a page.

import type { Suggestion } from '@keydesk/client/index';

/** What waits to be published comes first; the newest leads in both halves. */
export function waitingFirst(items: readonly Suggestion[]): Suggestion[] {
  return [...items].sort((a, b) => Number(a.published) - Number(b.published) || b.number - a.number);
}

/** Language tags as people list them: by comma, by 、 or by a space; each once. */
export function languageTags(text: string): string[] {
  return [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))];
}
