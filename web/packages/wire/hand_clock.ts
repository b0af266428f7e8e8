// A clock that tests move by hand: node 18 and 20 disagree about their own.
interface Due {
  id: number;
  at: number;
  every: number;
  act: () => void;
}

export function withHandClock(
  body: (tick: (ms: number) => void) => void | Promise<void>,
): void | Promise<void> {
  const kept = { ...pick(globalThis), now: Date.now };
  let now = 1_000_000;
  let next = 1;
  let due: Due[] = [];
  const plan = (act: () => void, ms = 0, every = 0) => {
    due.push({ id: next, at: now + ms, every, act });
    return next++;
  };
  const cancel = (id: unknown) => {
    due = due.filter(d => d.id !== id);
  };
  Object.assign(globalThis, {
    setTimeout: (act: () => void, ms?: number) => plan(act, ms),
    setInterval: (act: () => void, ms = 1) => plan(act, ms, ms),
    clearTimeout: cancel,
    clearInterval: cancel,
  });
  Date.now = () => now;
  const tick = (ms: number) => {
    const until = now + ms;
    for (;;) {
      const first = due.filter(d => d.at <= until).sort((a, b) => a.at - b.at || a.id - b.id)[0];
      if (!first) break;
      now = Math.max(now, first.at);
      if (first.every) first.at += first.every;
      else cancel(first.id);
      first.act();
    }
    now = until;
  };
  const restore = () => {
    Date.now = kept.now;
    const { now: _, ...timers } = kept;
    Object.assign(globalThis, timers);
  };
  let running: void | Promise<void>;
  try {
    running = body(tick);
  } catch (error) {
    restore();
    throw error;
  }
  if (running instanceof Promise) return running.finally(restore);
  restore();
}

function pick({ setTimeout, setInterval, clearTimeout, clearInterval }: typeof globalThis) {
  return { setTimeout, setInterval, clearTimeout, clearInterval };
}
