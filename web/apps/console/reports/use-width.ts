import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** How wide an element is: plots draw in real pixels, so that their letters keep their size. */
export function useWidth<T extends HTMLElement>(first = 480) {
  const element = useRef<T>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const watcher = new ResizeObserver(() => setWidth(Math.max(220, Math.round(measured.clientWidth))));
    watcher.observe(measured);
    return () => watcher.disconnect();
  }, []);
  return { element, width };
}
