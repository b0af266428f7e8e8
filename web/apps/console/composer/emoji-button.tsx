import type { ComponentChildren } from 'preact';
import { useCallback, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Popover } from '../parts/popover';

// The ones support people use; the system's own picker has the rest.
const emoji = [
  ...'🙂😊😀😅😉🥰🤔😢😟😮🙏👍👌👏🙌💪🤝👋✅❌⚠️ℹ️🔒🔑🛡️🔍⏳⏰📎📷🧾💡🎉🚀❤️⭐'.matchAll(/\p{Emoji}\uFE0F?/gu),
].map(match => match[0]);

export function EmojiButton({
  onPick,
  children,
}: {
  onPick: (emoji: string) => void;
  children: ComponentChildren;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const step: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 };
  return (
    <>
      <button
        type="button"
        ref={button}
        class="icon-button"
        aria-label={t('composer.emoji')}
        title={t('composer.emoji')}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <Popover trigger={button.current} label={t('composer.emoji')} onClose={close} class="emoji-panel">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows only move between the buttons */}
          <div
            class="emoji-grid"
            ref={element => {
              if (element && !grid.current)
                requestAnimationFrame(() => element.querySelector('button')?.focus());
              grid.current = element;
            }}
            onKeyDown={event => {
              const by = step[event.key];
              if (!by) return;
              event.preventDefault();
              const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
              buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + by]?.focus();
            }}
          >
            {emoji.map(one => (
              <button
                type="button"
                key={one}
                onClick={() => {
                  onPick(one);
                  close();
                }}
              >
                {one}
              </button>
            ))}
          </div>
        </Popover>
      )}
    </>
  );
}
