import { useEffect, useRef } from 'preact/hooks';
import { live } from '../state/live';

/** Tells the others, and for a reply the customer, that somebody writes; not more than every 3 s. */
export function useTyping(id: string, note: boolean): (on: boolean) => void {
  const state = useRef({ on: false, said: 0, timer: undefined as ReturnType<typeof setTimeout> | undefined });
  const say = (on: boolean) => {
    const known = state.current;
    clearTimeout(known.timer);
    if (on) known.timer = setTimeout(() => say(false), 4000);
    if (on && known.on && Date.now() - known.said < 3000) return;
    if (!on && !known.on) return;
    known.on = on;
    known.said = Date.now();
    live.typing(id, on, note);
  };
  useEffect(() => () => say(false), [id, note]);
  return say;
}
