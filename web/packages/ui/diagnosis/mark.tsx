// The sign of a state. Drawn here and not in icons.tsx: the panel fetches its card on demand, and what
// that file shares with the panel travels with the first load.
import type { ChainState } from '@keydesk/wire/frames';

const round = 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z';
const paths: Record<ChainState | 'alarm', string[]> = {
  alarm: ['M12 4 2.8 19.5h18.4L12 4Z', 'M12 10v4.2', 'M12 17v.1'],
  asking: ['M12 3.5a8.5 8.5 0 0 1 8.5 8.5'],
  unknown: [round, 'M9.6 9.6a2.5 2.5 0 1 1 3.5 2.2c-.7.4-1.1.9-1.1 1.7', 'M12 16.6v.1'],
  not_found: ['M11 4.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Z', 'M15.8 15.8 20 20'],
  pending: [round, 'M12 7.5V12l3 2'],
  included: ['M12 3.2 19.8 7.6v8.8L12 20.8l-7.8-4.4V7.6L12 3.2Z', 'M4.4 7.7 12 12l7.6-4.3', 'M12 12v8.6'],
  final: [round, 'M8 12.3l2.8 2.8L16.2 9.4'],
  failed: [round, 'M9 9l6 6', 'M15 9l-6 6'],
  replaced: ['M4 8.5h14', 'M14.5 4.5l4 4-4 4', 'M20 15.5H6', 'M9.5 11.5l-4 4 4 4'],
  dropped: [round, 'M8 12h8'],
  expired: [round, 'M12 7.5V12l3 2', 'M5 5l14 14'],
  active: [round, 'M8 12.3l2.8 2.8L16.2 9.4'],
  inactive: [round, 'M8 12h8'],
  restricted: [round, 'M6 6l12 12'],
};

export function Mark({ sign, size = 18 }: { sign: ChainState | 'alarm'; size?: number }) {
  return <Lines class={`mark mark-${sign}`} size={size} all={paths[sign]} />;
}

/** A chevron, a cross, an arrow that leaves. */
export function Sign({ name, size = 18 }: { name: 'more' | 'close' | 'away'; size?: number }) {
  const all = {
    more: ['M9.5 6l6 6-6 6'],
    close: ['M6 6l12 12', 'M18 6 6 18'],
    away: ['M14 4.5h5.5V10', 'M19.5 4.5 11 13', 'M17.5 13.5v6h-13v-13h6'],
  }[name];
  return <Lines class="mark" size={size} all={all} />;
}

function Lines({ class: name, size, all }: { class: string; size: number; all: string[] }) {
  return (
    <svg
      class={name}
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
      {all.map(d => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}
