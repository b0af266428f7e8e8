// One listener for all shortcuts. Keys typed into fields and into an input method are not ours.

import { currentConversation } from '../state/here';
import { phase } from '../state/session';
import { type Command, commands } from './commands';
import { paletteOpen, shortcutsOpen } from './state';

let chord = '';
let chordTimer: ReturnType<typeof setTimeout> | undefined;

export function startKeyboard(): void {
  addEventListener('keydown', onKey);
}

function onKey(event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || phase.peek() !== 'in') return;
  if (
    (event.ctrlKey || event.metaKey) &&
    !event.shiftKey &&
    !event.altKey &&
    event.key.toLowerCase() === 'k'
  ) {
    event.preventDefault();
    paletteOpen.value = !paletteOpen.peek();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || paletteOpen.peek() || shortcutsOpen.peek()) return;
  if (isField(event.target) || document.querySelector('dialog[open], .popover')) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const pressed = chord ? `${chord} ${key}` : key;
  const found =
    keyed().find(command => command.keys === pressed) ?? keyed().find(command => command.keys === key);
  clearTimeout(chordTimer);
  chord = '';
  if (found) {
    event.preventDefault();
    found.run();
  } else if (key === 'g') {
    chord = 'g';
    chordTimer = setTimeout(() => {
      chord = '';
    }, 1500);
  } else if (key === 'Escape' && currentConversation.peek()) {
    (document.activeElement as HTMLElement | null)?.blur();
  }
}

function keyed(): Command[] {
  return commands().filter(command => command.keys !== undefined);
}

function isField(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  if (!element?.tagName) return false;
  if (element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName)) return true;
  return element instanceof HTMLInputElement && !/^(checkbox|radio|button|submit)$/.test(element.type);
}
