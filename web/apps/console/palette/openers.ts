// Lets a shortcut open a menu that lives in some button on the page, without knowing the button.

import { useEffect, useRef } from 'preact/hooks';

const openers = new Map<string, Set<() => void>>();

export function onOpen(name: string, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const call = () => latest.current();
    const all = openers.get(name) ?? new Set();
    all.add(call);
    openers.set(name, all);
    return () => void all.delete(call);
  }, [name]);
}

/** True when something on the page took it. */
export function open(name: string): boolean {
  const all = openers.get(name);
  const last = all && [...all][all.size - 1];
  last?.();
  return last !== undefined;
}
