// From anywhere on the page to a diagnosis in the customer's panel.

import type { Id } from '@keydesk/client/index';
import { signal } from '@preact/signals';
import { panelOver } from '../inbox/layout';
import { open } from '../palette/openers';
import { panelOpen } from '../state/prefs';

/** The card to open and bring into sight; the panel may first have to be drawn. */
export const spotlight = signal<Id | undefined>(undefined);

/** Where the panel has no column of its own. */
const narrow = matchMedia('(max-width: 1239px)');

function showPanel(): void {
  if (narrow.matches) panelOver.value = true;
  else panelOpen.value = true;
}

export function showDiagnosis(id: Id): void {
  showPanel();
  spotlight.value = id;
}

/** To the field that explains whatever is pasted into it. */
export function explainAnother(): void {
  showPanel();
  open('explain');
}
