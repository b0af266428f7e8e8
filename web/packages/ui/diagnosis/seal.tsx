// A small picture of an address: two that differ in one character look different at a glance, and the
// same address looks the same everywhere. It helps to compare; it proves nothing.

import type { ComponentChild } from 'preact';

/** FNV-1a and a mixing step, so that a change of one letter changes all bits. */
export function bitsOf(address: string): number[] {
  let hash = 0x811c9dc5;
  const words: number[] = [];
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < address.length; i++) hash = Math.imul(hash ^ address.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 12;
    words.push(hash >>> 0);
  }
  return words;
}

/** Hexadecimal addresses are the same in any case; all others are not. */
const canonical = (address: string) => (address.startsWith('0x') ? address.toLowerCase() : address);

export function Seal({ address, size = 18 }: { address: string; size?: number }) {
  const [shape = 0, hue = 0, other = 0] = bitsOf(canonical(address));
  const cells: ComponentChild[] = [];
  for (let y = 0; y < 5; y++) {
    for (let x = 0; x < 3; x++) {
      const bit = y * 3 + x;
      if (!((shape >>> bit) & 1)) continue;
      const fill = (other >>> bit) & 1 ? 'b' : 'a';
      for (const column of x === 2 ? [2] : [x, 4 - x]) {
        cells.push(<rect key={`${column}-${y}`} x={column} y={y} width="1.02" height="1.02" class={fill} />);
      }
    }
  }
  const style = `--hue:${hue % 360};--hue-b:${(hue % 360) + 120 + (other % 120)}`;
  return (
    <svg class="seal" width={size} height={size} viewBox="-0.5 -0.5 6 6" style={style} aria-hidden="true">
      {cells}
    </svg>
  );
}
