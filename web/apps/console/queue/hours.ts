// Hours as people write them: "09:00-12:00, 13:30-18:00".

export type Hours = [number, number];

const two = (n: number) => String(n).padStart(2, '0');
const clock = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

export function writeHours(hours: readonly Hours[]): string {
  return hours.map(([from, to]) => `${clock(from)}-${clock(to)}`).join(', ');
}

/** Undefined: not readable. Full-width signs of Chinese keyboards are taken as well. */
export function readHours(text: string): Hours[] | undefined {
  const out: Hours[] = [];
  for (const piece of text.split(/[,，;；、]/)) {
    const plain = piece.trim().replace(/：/g, ':');
    if (!plain) continue;
    const found = /^(\d{1,2}):(\d{2})\s*[-–—~～]\s*(\d{1,2}):(\d{2})$/.exec(plain);
    if (!found) return undefined;
    const from = Number(found[1]) * 60 + Number(found[2]);
    const to = Number(found[3]) * 60 + Number(found[4]);
    if (from >= to || to > 1440 || Number(found[2]) > 59 || Number(found[4]) > 59) return undefined;
    out.push([from, to]);
  }
  return out.sort((a, b) => a[0] - b[0]);
}

export function words(text: string): string[] {
  return text
    .split(/[\s,，;；、]+/)
    .map(one => one.trim())
    .filter(Boolean);
}
