import { signal } from '@preact/signals';

export const paletteOpen = signal(false);
export const shortcutsOpen = signal(false);

export function openPalette(): void {
  paletteOpen.value = true;
}

export function openShortcuts(): void {
  shortcutsOpen.value = true;
}
