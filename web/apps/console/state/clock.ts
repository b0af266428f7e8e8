// One clock for everything that ticks on screen, set by the server's time.

import { signal } from '@preact/signals';

let ahead = 0;

export const now = signal(Date.now());

export function setServerTime(at: number): void {
  ahead = at - Date.now();
  tick();
}

export function serverNow(): number {
  return Date.now() + ahead;
}

function tick(): void {
  now.value = serverNow();
}

export function startClock(): void {
  setInterval(tick, 10_000);
  document.addEventListener('visibilitychange', () => document.hidden || tick());
}
