// Its own few drawings: the icons of the first load must stay there (web/README.md).
const DRAWN = {
  page: 'M6.5 3.5h7L18.5 8v11.5a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1ZM13 3.5V8.5h5.5M9 13h6M9 16.5h6',
  bulb: 'M9.5 17.5h5M10 20.5h4M12 3.5a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.3 1.1 2.2v1h5v-1c0-.9.4-1.6 1.1-2.2A6 6 0 0 0 12 3.5Z',
  close: 'M6 6l12 12M18 6 6 18',
  clock: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 7.5V12l3 2',
  person: 'M12 4a3.8 3.8 0 1 1 0 7.6A3.8 3.8 0 0 1 12 4ZM4.5 20c.6-3.6 3.6-5.7 7.5-5.7s6.9 2.1 7.5 5.7',
  alert: 'M12 4 2.8 19.5h18.4ZM12 10v4.5M12 17v.2',
  check: 'M5 12.5 10 17.5 19.5 7',
  away: 'M14 4.5h5.5V10M19.5 4.5 11 13M17.5 14v5a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1h5',
};

/** Mouths from very poor to very good; eyes and the round are the same. */
const MOUTHS = [
  'M8 17a4.6 4.6 0 0 1 8 0',
  'M8.5 16.2a5 5 0 0 1 7 0',
  'M8.5 15.5h7',
  'M8.5 14.6a5 5 0 0 0 7 0',
  'M7.5 13.5h9a4.5 4.5 0 0 1-9 0Z',
];
const HEAD = 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM9 9.3v.4M15 9.3v.4';

function Drawing({ d, size }: { d: string; size: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={d} />
    </svg>
  );
}

export function Glyph({ name, size = 17 }: { name: keyof typeof DRAWN; size?: number }) {
  return <Drawing d={DRAWN[name]} size={size} />;
}

export function Face({ score }: { score: number }) {
  return <Drawing d={`${HEAD}${MOUTHS[score - 1]}`} size={30} />;
}
