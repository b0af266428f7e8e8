// From anywhere on the page to a diagnosis in the customer's panel.

import type { Id } from '@keydesk/client/index';
import { signal } from '@preact/signals';
import { panelOver } from '../inbox/layout';
import { panelOpen } from '../state/prefs';

/** The card to open and bring into sight; the panel may first have to be drawn. */
export const spotlight = signal<Id | undefined>(undefined);

/** Where the panel has no column of its own. */
const narrow = matchMedia('(max-width: 1239px)');

export function showDiagnosis(id: Id): void {
  if (narrow.matches) panelOver.value = true;
  else panelOpen.value = true;
  spotlight.value = id;
}
