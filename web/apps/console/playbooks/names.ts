// What kinds of cases are called: the playbooks say it, once for the whole console.

import { locale } from '@keydesk/ui/i18n';
import { signal } from '@preact/signals';
import { type Playbook, playbooks } from './desk';

/** The published playbooks, read when the first name is needed. */
export const known = signal<readonly Playbook[]>([]);
let asked = false;

export function readKnown(): void {
  if (asked) return;
  asked = true;
  playbooks.list().then(
    answer => {
      known.value = answer.items;
    },
    () => {
      asked = false;
    },
  );
}

/** A kind that has no playbook any more is called by its id, made readable. */
export function caseName(id: string): string {
  readKnown();
  return known.value.find(one => one.id === id)?.name[locale.value] ?? id.replaceAll(/[-_]/g, ' ');
}
