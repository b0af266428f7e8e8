// Initial letters on a colour that belongs to the person; a picture only from our own origin.
export function hue(seed: string): number {
  let n = 0;
  for (const c of seed) n = (n * 31 + c.codePointAt(0)!) >>> 0;
  return n % 8;
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '?')];
  if (/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(first[0]!)) return first[0]!;
  const second = words.length > 1 ? [...words[words.length - 1]!][0]! : '';
  return (first[0]! + second).toUpperCase();
}

export function Avatar(props: { name: string; seed?: string; src?: string | null; size?: 's' | 'm' | 'l' }) {
  const cls = `avatar avatar-${props.size ?? 'm'} hue-${hue(props.seed ?? props.name)}`;
  return props.src?.startsWith('/') && !props.src.startsWith('//') ? (
    <img class={cls} src={props.src} alt="" />
  ) : (
    <span class={cls} aria-hidden="true">
      {initials(props.name)}
    </span>
  );
}
