// What every part here gets from the panel, and how a text that is offered becomes a message.
import type { Signal } from '@preact/signals';
import type { Desk } from '../store/desk';
import type { Tag } from './words';

export interface Around {
  desk: Desk;
  draft: Signal<string>;
  tag: Tag;
}

const NEAR_PX = 80;
let sending = false;

/** Sends a text that was tapped, through the guard like every other; what it will not clear goes to the
    composer, where its card can be answered. What stands in the composer already stays there. */
export async function tap({ desk, draft }: Around, text: string): Promise<void> {
  if (sending) return;
  sending = true;
  try {
    const verdict = await desk.check(text);
    if (verdict.state === 'clean') await desk.say(text, undefined, true);
    else draft.value = draft.peek() ? `${draft.peek()}\n${text}` : text;
  } finally {
    sending = false;
  }
  toComposer();
}

/** The button that had the focus is gone. A touch keyboard would cover half of the screen. */
export function toComposer(): void {
  if (!matchMedia('(pointer: coarse)').matches)
    document.querySelector<HTMLElement>('.composer textarea')?.focus();
}

/** What has just grown by `grown` pixels at the end of the log: whoever stood there goes on standing there. */
export function stayAtEnd(grown: HTMLElement | null): void {
  const log = grown?.closest('.log');
  if (!grown || !log) return;
  const below = log.scrollHeight - log.scrollTop - log.clientHeight;
  if (below < grown.offsetHeight + NEAR_PX) log.scrollTop = log.scrollHeight;
}

/** Lists of marks that a reload must not lose; the newest twenty. */
export async function remember({ desk }: Pick<Around, 'desk'>, list: string, mark: string): Promise<void> {
  const kept = (await desk.vault.get<string[]>(list)) ?? [];
  await desk.vault.set(list, [...kept.filter(x => x !== mark), mark].slice(-20));
}
