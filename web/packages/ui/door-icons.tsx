// A small picture for each kind of door, drawn for Keydesk. The colour of a badge is only decoration: the
// name always stands beside it or is said by it.
import type { JSX } from 'preact';

interface Drawing {
  /** Filled shapes. */
  fill?: string[];
  /** Lines. */
  line?: string[];
}

const drawings: Record<string, Drawing> = {
  web: {
    line: [
      'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z',
      'M3.5 12h17',
      'M12 3.5c2.3 2.3 3.4 5.2 3.4 8.5s-1.1 6.2-3.4 8.5c-2.3-2.3-3.4-5.2-3.4-8.5S9.7 5.8 12 3.5Z',
    ],
  },
  app: {
    line: [
      'M8 3.5h8A1.5 1.5 0 0 1 17.5 5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5Z',
      'M11 17.5h2',
    ],
  },
  email: {
    line: [
      'M4.5 5.5h15A1.5 1.5 0 0 1 21 7v10a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17V7a1.5 1.5 0 0 1 1.5-1.5Z',
      'M3.5 7l8.5 6.2L20.5 7',
    ],
  },
  telegram: {
    fill: [
      'M21 4.2 2.9 11.3c-.9.4-.9 1.6.1 1.9l4.4 1.4 1.7 5.2c.2.7 1.1.9 1.6.3l2.4-2.5 4.5 3.3c.6.4 1.5.1 1.6-.7L22.3 5.3c.1-.8-.6-1.4-1.3-1.1ZM9.4 14.3l8.3-6.6-6.6 7.6-.5 2.7-1.2-3.7Z',
    ],
  },
  wechat: {
    fill: [
      'M9.3 4C5.3 4 2 6.7 2 10c0 1.9 1 3.5 2.7 4.6L4 16.8l2.6-1.3c.8.3 1.7.4 2.6.4-.1-.4-.2-.9-.2-1.3 0-3.2 3.1-5.7 6.9-5.7h.5C15.7 6.1 12.8 4 9.3 4Z',
      'M22 14.6c0-2.7-2.7-4.9-6-4.9s-6 2.2-6 4.9 2.7 4.9 6 4.9c.7 0 1.4-.1 2-.3l2.1 1.1-.6-1.9c1.5-.9 2.5-2.3 2.5-3.8Z',
    ],
  },
  wecom: {
    line: [
      'M4.5 13.5V12a7.5 7.5 0 0 1 15 0v1.5',
      'M4.5 13h2v5h-2a1 1 0 0 1-1-1v-3a1 1 0 0 1 1-1Z',
      'M17.5 13h2a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1h-2v-5Z',
      'M18.5 18c0 1.8-1.9 2.7-4.5 2.7',
    ],
  },
  weibo: {
    line: [
      'M16.5 11.5c.5-1.7-.8-2.6-3-1.9.5-1.6-1-2.7-4-1.2-3.6 1.8-6 4.3-6 6.6 0 2.8 3.2 4.8 7.2 4.8s7.6-2.3 7.6-4.8c0-1.7-.8-2.9-1.8-3.5Z',
      'M10.3 13a2.5 2.3 0 1 0 .4 0Z',
      'M15.5 4.7a5.3 5.3 0 0 1 5 6.3',
    ],
  },
  form: {
    line: [
      'M7 4.5h10A1.5 1.5 0 0 1 18.5 6v13a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 19V6A1.5 1.5 0 0 1 7 4.5Z',
      'M9 4.5V3.5h6v1',
      'M9 10h6',
      'M9 13.5h6',
      'M9 17h3.5',
    ],
  },
};

const other: Drawing = { line: ['M4 6.5h16v10h-8l-4.5 3.5v-3.5H4v-10Z'] };

export function DoorIcon({ kind, size = 16 }: { kind: string; size?: number }): JSX.Element {
  const { fill = [], line = [] } = drawings[kind] ?? other;
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {fill.map(d => (
        <path key={d} d={d} fill="currentColor" fill-rule="evenodd" />
      ))}
      {line.map(d => (
        <path
          key={d}
          d={d}
          fill="none"
          stroke="currentColor"
          stroke-width="1.8"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      ))}
    </svg>
  );
}

/** The icon on its door's colour. */
export function DoorBadge({ kind, size = 22 }: { kind: string; size?: number }): JSX.Element {
  return (
    <span class={`door-badge door-${kind in drawings ? kind : 'other'} ${size > 30 ? 'large' : ''}`}>
      <DoorIcon kind={kind} size={Math.round(size * 0.68)} />
    </span>
  );
}
