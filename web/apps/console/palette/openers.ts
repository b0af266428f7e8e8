// Lets a shortcut open a menu that lives in some button on the page, without knowing the button.

import { useEffect, useRef } from 'preact/hooks';

const openers = new Map<string, Set<() => void>>();

/** Asked for a moment before its button was on the page: the agent was faster than the network. */
let early: { name: string; at: number } | undefined;
const patience = 2000;

export function onOpen(name: string, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const call = () => latest.current();
    const all = openers.get(name) ?? new Set();
    all.add(call);
    openers.set(name, all);
    if (early?.name === name && Date.now() - early.at < patience) call();
    if (early?.name === name) early = undefined;
    return () => void all.delete(call);
  }, [name]);
}

/** True when something on the page took it. */
export function open(name: string): boolean {
  const all = openers.get(name);
  const last = all && [...all][all.size - 1];
  early = last ? undefined : { name, at: Date.now() };
  last?.();
  return last !== undefined;
}
