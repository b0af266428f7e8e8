// A round with the first letter, in a colour that stays the same for the same person.

interface Props {
  name: string;
  seed?: string | undefined;
  size?: 's' | 'm' | 'l';
  /** The channel, as one small mark on the edge. */
  mark?: string;
  online?: boolean;
}

export function Avatar({ name, seed, size = 'm', mark, online }: Props) {
  return (
    <span class={`avatar avatar-${size} tint-${tintOf(seed ?? name)}`} aria-hidden="true">
      {initial(name)}
      {mark && <b>{mark}</b>}
      {online !== undefined && <i class={online ? 'on' : 'off'} />}
    </span>
  );
}

function initial(name: string): string {
  const letters = [...name.trim()];
  const first = letters[0] ?? '?';
  return /[a-z]/i.test(first) ? letters.slice(0, 1).join('').toUpperCase() : first;
}

function tintOf(seed: string): number {
  let hash = 7;
  for (let index = 0; index < seed.length; index++) hash = (hash * 31 + seed.charCodeAt(index)) >>> 0;
  return hash % 8;
}
