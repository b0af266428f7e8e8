// Choosing from a list by typing: the combobox pattern of ARIA, used for agents, teams, labels, anything.

import { Check, Search } from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { fuzzyFilter } from '../lib/fuzzy';

export interface Option {
  id: string;
  text: string;
  /** Searched too, but shown small. */
  hint?: string;
  icon?: ComponentChildren;
  group?: string;
}

interface Props {
  label: string;
  options: readonly Option[];
  chosen?: readonly string[];
  onPick: (option: Option) => void;
  /** A list so short that a search field would be in the way still has one, but only for the ear. */
  placeholder?: string;
  empty?: string;
  footer?: ComponentChildren;
  /** Whoever gives it chooses the options for what is typed; without it the picker filters them. */
  onText?: (text: string) => void;
}

export function Picker(props: Props) {
  const { label, options, chosen = [], onPick, placeholder, empty, footer, onText } = props;
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const found = useMemo(
    () =>
      onText
        ? [...options]
        : fuzzyFilter(text, options, option => (option.hint ? [option.text, option.hint] : [option.text])),
    [text, options],
  );
  const active = Math.min(at, found.length - 1);

  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      event.preventDefault();
      setAt((active + move + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const option = found[active];
      if (option) onPick(option);
    }
  };

  return (
    <div class="picker">
      <div class="picker-search">
        <Search size={16} />
        <input
          ref={input}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={found[active] ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          aria-label={label}
          placeholder={placeholder ?? label}
          autocomplete="off"
          value={text}
          onInput={event => {
            setText(event.currentTarget.value);
            onText?.(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div class="picker-list" role="listbox" id={`${id}-list`} aria-label={label} ref={list}>
        {found.map((option, index) => (
          <>
            {option.group && (text === '' || onText) && found[index - 1]?.group !== option.group && (
              <div class="picker-group" role="presentation" key={`g-${option.group}`}>
                {option.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys */}
            <div
              key={option.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              class="picker-option"
              onPointerMove={() => index !== active && setAt(index)}
              onPointerDown={event => event.preventDefault()}
              onClick={() => onPick(option)}
            >
              {option.icon}
              <span class="picker-text">{option.text}</span>
              {option.hint && <span class="picker-hint">{option.hint}</span>}
              {chosen.includes(option.id) && (
                <span class="picker-check">
                  <Check size={16} />
                  <span class="sr-only">{t('picker.chosen')}</span>
                </span>
              )}
            </div>
          </>
        ))}
      </div>
      {found.length === 0 && <p class="picker-empty">{empty ?? t('picker.none')}</p>}
      {footer}
    </div>
  );
}
