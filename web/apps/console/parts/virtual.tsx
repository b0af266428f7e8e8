// A virtual list that keeps what is being read in place: rows may grow, come in above or below, and
// the row under the eye does not move. In "end" mode a list at its end stays at its end.

import type { ComponentChildren, RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { type Offsets, offsetsOf, type Range, rangeInSight, rowAt } from './virtual-model';

export interface VirtualHandle {
  /** Brings a row into view; "nearest" moves only when it is not. */
  show(index: number, where?: 'nearest' | 'center'): void;
  toEnd(): void;
}

interface Props {
  count: number;
  keyOf: (index: number) => string;
  estimate: (index: number) => number;
  render: (index: number) => ComponentChildren;
  label: string;
  class?: string;
  stick?: 'start' | 'end';
  handle?: RefObject<VirtualHandle>;
  onNearStart?: (() => void) | undefined;
  onNearEnd?: (() => void) | undefined;
  /** In "end" mode: whether the newest row is in sight. */
  onAtEnd?: ((atEnd: boolean) => void) | undefined;
}

const extra = 500;
const near = 600;
const endSlack = 48;

interface Anchor {
  key: string | undefined;
  delta: number;
}

export function Virtual(props: Props) {
  const { count, keyOf, estimate, stick = 'start' } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [version, redraw] = useReducer<number, void>(value => value + 1, 0);
  const sizes = useRef(new Map<string, number>());
  const view = useRef({ top: 0, height: 800 });
  const anchor = useRef<Anchor>({ key: undefined, delta: 0 });
  const atEnd = useRef(stick === 'end');
  const drawn = useRef<Range>({ from: 0, to: 0 });
  const latest = useRef(props);
  latest.current = props;

  const offsets = useMemo<Offsets>(
    () => offsetsOf(count, index => sizes.current.get(keyOf(index)) ?? estimate(index)),
    [count, keyOf, estimate, version],
  );
  const placed = useRef(offsets);
  placed.current = offsets;
  const total = offsets.starts[count] ?? 0;
  const top = wantedTop(
    offsets,
    keyOf,
    anchor.current,
    atEnd.current && stick === 'end',
    view.current,
    total,
  );
  const range = rangeInSight(offsets, top, view.current.height, extra);
  drawn.current = range;

  const remember = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const known = placed.current;
    view.current = { top: element.scrollTop, height: element.clientHeight };
    const wasAtEnd = atEnd.current;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < endSlack;
    if (wasAtEnd !== atEnd.current) latest.current.onAtEnd?.(atEnd.current);
    const index = rowAt(known, element.scrollTop);
    const begins = known.starts[index] ?? 0;
    // A list that shows its first row keeps showing its first row, whatever comes in above it.
    const pinned = (latest.current.stick ?? 'start') === 'start' && element.scrollTop < 4;
    anchor.current = pinned
      ? { key: undefined, delta: 0 }
      : { key: known.count ? latest.current.keyOf(index) : undefined, delta: element.scrollTop - begins };
  }, []);

  const onScroll = useCallback(() => {
    remember();
    const { top: at, height } = view.current;
    const next = rangeInSight(placed.current, at, height, extra);
    if (next.from !== drawn.current.from || next.to !== drawn.current.to) redraw();
    if (at < near) latest.current.onNearStart?.();
    if (at + height > (placed.current.starts[placed.current.count] ?? 0) - near) latest.current.onNearEnd?.();
  }, []);

  // After every drawing the row under the eye goes back to where it was.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const end = stick === 'end' && atEnd.current;
    const wanted = end
      ? element.scrollHeight - element.clientHeight
      : wantedTop(offsets, keyOf, anchor.current, false, view.current, total);
    if (Math.abs(element.scrollTop - wanted) > 1) element.scrollTop = wanted;
    view.current = { top: element.scrollTop, height: element.clientHeight };
  });

  const watcher = useMemo(() => {
    if (typeof ResizeObserver === 'undefined') return undefined;
    return new ResizeObserver(entries => {
      let changed = false;
      for (const entry of entries) {
        const element = entry.target as HTMLElement;
        if (element === scroller.current) {
          changed = true;
          view.current.height = element.clientHeight;
          continue;
        }
        const key = element.dataset.key;
        const height = element.offsetHeight;
        if (!key || height === 0 || sizes.current.get(key) === height) continue;
        sizes.current.set(key, height);
        changed = true;
      }
      if (changed) redraw();
    });
  }, []);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element) watcher?.observe(element);
    redraw();
    return () => watcher?.disconnect();
  }, [watcher]);

  useEffect(() => {
    if (view.current.top < near) latest.current.onNearStart?.();
    if (total - view.current.top - view.current.height < near) latest.current.onNearEnd?.();
  }, [count]);

  useLayoutEffect(() => {
    if (!props.handle) return;
    props.handle.current = {
      show: (index, where = 'nearest') => {
        const element = scroller.current;
        if (!element) return;
        const begins = placed.current.starts[index] ?? 0;
        const ends = placed.current.starts[index + 1] ?? begins;
        const { clientHeight: height, scrollTop } = element;
        if (where === 'nearest' && begins >= scrollTop && ends <= scrollTop + height) return;
        const wanted =
          where === 'center'
            ? begins - (height - (ends - begins)) / 2
            : begins < scrollTop
              ? begins
              : ends - height;
        // Told before the scroll event comes, so that a drawing in between does not undo it.
        atEnd.current = false;
        element.scrollTop = wanted;
        remember();
        redraw();
      },
      toEnd: () => {
        atEnd.current = true;
        redraw();
      },
    };
  }, [props.handle]);

  const rows = [];
  for (let index = range.from; index < range.to; index++) {
    const key = keyOf(index);
    rows.push(
      <Row key={key} id={key} watcher={watcher} index={index} count={count}>
        {props.render(index)}
      </Row>,
    );
  }
  return (
    <div
      class={`virtual ${props.class ?? ''}`}
      ref={scroller}
      onScroll={onScroll}
      role="group"
      // Rows without anything to press would leave the keyboard no way to scroll.
      tabIndex={props.stick === 'end' ? 0 : undefined}
      aria-label={props.label}
    >
      <div style={{ height: `${total}px`, position: 'relative' }}>
        <div
          role="list"
          aria-label={props.label}
          style={{ transform: `translateY(${offsets.starts[range.from] ?? 0}px)` }}
        >
          {rows}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  id: string;
  index: number;
  count: number;
  watcher: ResizeObserver | undefined;
  children: ComponentChildren;
}

function Row({ id, index, count, watcher, children }: RowProps) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const row = element.current;
    if (!row || !watcher) return;
    watcher.observe(row);
    return () => watcher.unobserve(row);
  }, [watcher]);
  return (
    <div ref={element} data-key={id} role="listitem" aria-setsize={count} aria-posinset={index + 1}>
      {children}
    </div>
  );
}

function wantedTop(
  offsets: Offsets,
  keyOf: (index: number) => string,
  anchor: Anchor,
  toEnd: boolean,
  view: { top: number; height: number },
  total: number,
): number {
  if (toEnd) return Math.max(0, total - view.height);
  if (anchor.key === undefined) return 0;
  const index = indexOfKey(offsets, keyOf, anchor.key, view.top);
  // The row has gone (resolved, say): stay where we are.
  if (index < 0) return Math.min(view.top, Math.max(0, total - view.height));
  return (offsets.starts[index] ?? 0) + anchor.delta;
}

/** Looks near the old place first: usually nothing has moved far. */
function indexOfKey(offsets: Offsets, keyOf: (index: number) => string, key: string, near: number): number {
  const start = rowAt(offsets, near);
  for (let step = 0; step < offsets.count; step++) {
    const down = start - step;
    const up = start + step;
    if (down < 0 && up >= offsets.count) break;
    if (down >= 0 && down < offsets.count && keyOf(down) === key) return down;
    if (up < offsets.count && keyOf(up) === key) return up;
  }
  return -1;
}
