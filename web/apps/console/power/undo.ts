// The way back: a toast with a button, and the key z for the last change.

import type { Id } from '@keydesk/client/index';
import { t } from '../i18n/index';
import { sayFailed } from '../state/failed';
import { toast } from '../state/toasts';
import { power } from './api';

let last: Promise<Id> | undefined;

/** Says what was done; `asked` is what the server needs to take it back. */
export function offerUndo(said: string, asked: Promise<Id>): void {
  last = asked;
  toast(said, { action: { label: t('toast.undo'), run: () => void undo(asked) } });
}

export function undoLast(): void {
  if (last) void undo(last);
  else toast(t('undo.nothing'));
}

async function undo(asked: Promise<Id>): Promise<void> {
  if (last === asked) last = undefined;
  try {
    const { restored, skipped } = await power.undo(await asked);
    toast(t('undo.done', { count: restored.length }));
    if (skipped.length > 0) toast(t('undo.skipped', { count: skipped.length }), { tone: 'bad' });
  } catch (failure) {
    sayFailed(failure);
  }
}
