// What was begun waits on the server, too: another browser of the same agent finds it.

import type { Id } from '@keydesk/client/index';
import { useEffect } from 'preact/hooks';
import { changeDraft, draftFor } from '../state/drafts';
import { power } from './api';
import { tiesOf } from './state';

const rest = 1500;
/** What the server has, as far as this tab knows. */
const saved = new Map<Id, string>();

const textOf = (draft: { reply: string; note: string }) => `${draft.reply}\n\u0000${draft.note}`;

export function useServerDraft(id: Id): void {
  const ties = tiesOf(id).value;
  const draft = draftFor(id).value;
  useEffect(() => {
    if (!ties || saved.has(id)) return;
    saved.set(id, textOf(ties.draft ?? { reply: '', note: '' }));
    const own = draftFor(id).peek();
    // What stands in this browser is newer than anything: it is never written over.
    if (!ties.draft || own.reply !== '' || own.note !== '') return;
    changeDraft(id, { ...ties.draft, kind: ties.draft.reply ? 'reply' : 'note' });
  }, [id, ties]);
  useEffect(() => {
    if (!saved.has(id) || saved.get(id) === textOf(draft)) return;
    // What was sent must not come back as a draft.
    const blank = draft.reply === '' && draft.note === '';
    const timer = setTimeout(
      () => {
        const text = textOf(draft);
        power.saveDraft(id, { reply: draft.reply, note: draft.note }).then(
          () => saved.set(id, text),
          // The browser still has it; the next letter tries again.
          () => undefined,
        );
      },
      blank ? 0 : rest,
    );
    return () => clearTimeout(timer);
  }, [id, draft.reply, draft.note]);
}
