// A button that opens a picker under it.

import type { ComponentChildren } from 'preact';
import { useCallback, useRef, useState } from 'preact/hooks';
import { onOpen } from '../palette/openers';
import { type Option, Picker } from './picker';
import { Popover } from './popover';

interface Props {
  /** Name under which a shortcut or the palette can open it. */
  name: string;
  label: string;
  options: readonly Option[];
  chosen?: readonly string[];
  onPick: (option: Option) => void;
  /** Labels are ticked one after the other; the rest closes at once. */
  stay?: boolean;
  class?: string;
  align?: 'start' | 'end';
  empty?: string;
  /** The button's own words are its name; `label` then only names the panel. */
  worded?: boolean;
  footer?: (close: () => void) => ComponentChildren;
  children: ComponentChildren;
}

export function PickButton(props: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  onOpen(props.name, () => setOpen(true));
  return (
    <>
      <button
        type="button"
        ref={button}
        class={props.class ?? 'button'}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={props.worded ? undefined : props.label}
        title={props.label}
        onClick={() => setOpen(!open)}
      >
        {props.children}
      </button>
      {open && (
        <Popover trigger={button.current} label={props.label} onClose={close} align={props.align ?? 'start'}>
          <Picker
            label={props.label}
            options={props.options}
            chosen={props.chosen ?? []}
            onPick={option => {
              props.onPick(option);
              if (props.stay) return;
              close();
              button.current?.focus();
            }}
            {...(props.empty ? { empty: props.empty } : {})}
            footer={props.footer?.(close)}
          />
        </Popover>
      )}
    </>
  );
}
