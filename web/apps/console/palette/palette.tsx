// Ctrl/Cmd-K: every command, and every conversation, agent and label by name.

import { Search } from '@keydesk/ui/icons';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { fuzzyFilter } from '../lib/fuzzy';
import { go } from '../lib/router';
import { Avatar } from '../parts/avatar';
import { Dialog } from '../parts/dialog';
import { offersFor } from '../power/state';
import { allConvs } from '../state/convs';
import { currentConversation } from '../state/here';
import { type Command, commands } from './commands';
import { Keys } from './keys';
import { paletteOpen } from './state';

const most = 40;

export function Palette() {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  // The macros of the open conversation may still be on their way.
  const here = currentConversation.value;
  const offered = here ? offersFor(here).value : undefined;
  const all = useMemo(commands, [offered]);
  const found = useMemo(() => {
    const hits = fuzzyFilter(text, all, command => [command.text, command.id]);
    return text.trim() === '' ? hits.filter(isShort) : [...hits.slice(0, most), ...extras(text)];
  }, [text, all]);
  const active = Math.min(at, found.length - 1);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);

  const close = () => {
    paletteOpen.value = false;
  };
  const run = (command: Command | undefined) => {
    if (!command) return;
    close();
    // After the dialog has given the focus back, so that what the command focuses stays focused.
    setTimeout(command.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      event.preventDefault();
      setAt((active + move + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[active]);
    }
  };
  return (
    <Dialog label={t('palette.open')} onClose={close} class="palette" bare>
      <div class="palette-search">
        <Search />
        <input
          autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={found[active] ? `palette-${active}` : undefined}
          aria-autocomplete="list"
          aria-label={t('palette.placeholder')}
          placeholder={t('palette.placeholder')}
          autocomplete="off"
          value={text}
          onInput={event => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <div
        class="palette-list"
        role="listbox"
        id="palette-list"
        aria-label={t('palette.commands')}
        ref={list}
      >
        {found.map((command, index) => (
          <>
            {text.trim() === '' && found[index - 1]?.group !== command.group && (
              <div class="picker-group" role="presentation" key={`g-${command.group}`}>
                {t(`palette.group_${command.group}`)}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys */}
            <div
              key={command.id}
              id={`palette-${index}`}
              role="option"
              tabIndex={-1}
              class="picker-option"
              aria-selected={index === active}
              onPointerMove={() => index !== active && setAt(index)}
              onClick={() => run(command)}
            >
              {command.icon}
              <span class="picker-text">{command.text}</span>
              {command.hint && <span class="picker-hint">{command.hint}</span>}
              {command.keys && <Keys keys={command.keys} />}
            </div>
          </>
        ))}
      </div>
      {found.length === 0 && <p class="picker-empty">{t('picker.none')}</p>}
    </Dialog>
  );
}

/** Before anything is typed only what has a key or is a place; the rest would be a wall. */
function isShort(command: Command): boolean {
  return command.keys !== undefined || command.group === 'app' || command.id.startsWith('settings-');
}

function extras(text: string): Command[] {
  const known = [...allConvs()].map(entry => entry.peek());
  const hits = fuzzyFilter(text, known, conv => [conv.customer.name, `#${conv.number}`]).slice(0, 8);
  return [
    ...hits.map(conv => ({
      id: `conv-${conv.id}`,
      text: conv.customer.name,
      hint: `#${conv.number} · ${conv.snippet?.text ?? ''}`,
      group: 'go' as const,
      icon: (
        <Avatar name={conv.customer.name} seed={conv.customer.avatar_seed ?? conv.customer.id} size="s" />
      ),
      run: () => go(`/c/${conv.id}`),
    })),
    {
      id: 'search-text',
      text: t('palette.search', { text }),
      group: 'app',
      icon: <Search />,
      run: () => go(`/search?q=${encodeURIComponent(text.trim())}`),
    },
  ];
}
