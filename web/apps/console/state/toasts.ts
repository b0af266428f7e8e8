// Short words at the bottom of the screen, with one button at most ("Undo").

import { signal } from '@preact/signals';

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  action?: { label: string; run: () => void };
}

export const toasts = signal<readonly Toast[]>([]);

let lastId = 0;
const stay = 6000;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

export function toast(text: string, options: Partial<Pick<Toast, 'tone' | 'action'>> = {}): void {
  const id = ++lastId;
  toasts.value = [...toasts.value.slice(-2), { id, text, tone: 'plain', ...options }];
  hold(id, false);
}

export function dismiss(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  toasts.value = toasts.value.filter(entry => entry.id !== id);
}

/** While the pointer or the focus is on a toast it does not go away. */
export function hold(id: number, held: boolean): void {
  clearTimeout(timers.get(id));
  if (!held)
    timers.set(
      id,
      setTimeout(() => dismiss(id), stay),
    );
}
