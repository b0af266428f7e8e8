// The list above the text field: its keys, what it says to a screen reader, and how it looks.

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Keys {
  active: number;
  count: number;
  point: (index: number) => void;
  take: () => void;
  leave: () => void;
}

/** True when the key was for the list and not for the text. */
export function comboKeys(event: KeyboardEvent, { active, count, point, take, leave }: Keys): boolean {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === 'Escape') leave();
  else if (count === 0) return false;
  else if (move) point((active + move + count) % count);
  else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') take();
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

export function comboAria(list: string, active: number | undefined): Record<string, string | undefined> {
  return {
    'aria-autocomplete': 'list',
    'aria-controls': list,
    'aria-activedescendant': active === undefined ? undefined : `${list}-${active}`,
  };
}

interface Props<T> {
  id: string;
  label: string;
  items: readonly T[];
  active: number;
  /** What Enter does, for the line at the foot. */
  hint: string;
  onPoint: (index: number) => void;
  onPick: (item: T) => void;
  draw: (item: T) => ComponentChildren;
  children?: ComponentChildren;
}

export function SuggestionList<T extends { id: string }>(props: Props<T>) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [props.active]);
  return (
    <div class="slash">
      <div role="listbox" id={props.id} aria-label={props.label} ref={list}>
        {props.items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field takes the keys
          <div
            key={item.id}
            id={`${props.id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === props.active}
            onPointerMove={() => index !== props.active && props.onPoint(index)}
            onPointerDown={event => event.preventDefault()}
            onClick={() => props.onPick(item)}
          >
            {props.draw(item)}
          </div>
        ))}
      </div>
      {props.children}
      <footer aria-hidden="true">
        <kbd>↑</kbd> <kbd>↓</kbd> <kbd>Enter</kbd> {props.hint} · <kbd>Esc</kbd>
      </footer>
    </div>
  );
}
