// When customers write: seven days of twenty-four hours.

import { locale } from '@keydesk/ui/i18n';
import { useState } from 'preact/hooks';
import { r } from '../i18n/reports';
import { heatLevel } from './model';
import { useWidth } from './use-width';
import { number } from './words';

interface Props {
  label: string;
  /** 168 numbers, from Monday 0:00. */
  values: readonly number[];
}

const left = 44;
const top = 20;
const gap = 3;

export const weekdays = () => r('weekdays').split(',');
export const hourName = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

export function HeatMap({ label, values }: Props) {
  const { element, width } = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | undefined>();
  const days = weekdays();
  const most = Math.max(...values, 0);
  const busiest = values.indexOf(most);
  const cell = (width - left) / 24;
  const high = Math.max(16, Math.min(26, cell));
  const words = (index: number) =>
    `${days[Math.floor(index / 24)]} ${hourName(index % 24)}: ${number(values[index] ?? 0)}`;
  const onKeyDown = (event: KeyboardEvent) => {
    const from = at ?? Math.max(0, busiest);
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -24, ArrowDown: 24 }[event.key];
    if (event.key === 'Escape') setAt(undefined);
    if (step === undefined) return;
    event.preventDefault();
    setAt((from + step + 168) % 168);
  };
  const onPointerMove = (event: PointerEvent) => {
    const box = element.current?.getBoundingClientRect();
    if (!box) return;
    const hour = Math.floor((event.clientX - box.left - left) / cell);
    const day = Math.floor((event.clientY - box.top - top) / (high + gap));
    setAt(hour >= 0 && hour < 24 && day >= 0 && day < 7 ? day * 24 + hour : undefined);
  };
  const shown = at ?? Math.max(0, busiest);
  const column = shown % 24;
  return (
    <div
      ref={element}
      class="plot heat"
      role="slider"
      tabIndex={0}
      aria-label={`${label}. ${r('plot.keys')}`}
      aria-valuemin={0}
      aria-valuemax={167}
      aria-valuenow={shown}
      aria-valuetext={words(shown)}
      onKeyDown={onKeyDown}
      onFocus={() => setAt(known => known ?? Math.max(0, busiest))}
      onBlur={() => setAt(undefined)}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setAt(undefined)}
    >
      <svg width={width} height={top + 7 * (high + gap)} aria-hidden="true" lang={locale.value}>
        {[0, 6, 12, 18].map(hour => (
          <text key={hour} class="axis" x={left + hour * cell} y={12}>
            {hourName(hour)}
          </text>
        ))}
        {days.map((day, row) => (
          <g key={day}>
            <text class="axis" x={left - 8} y={top + row * (high + gap) + high / 2 + 4} text-anchor="end">
              {day}
            </text>
            {Array.from({ length: 24 }, (_, hour) => (
              <rect
                key={hour}
                class={`heat-${heatLevel(values[row * 24 + hour] ?? 0, most)} ${at === row * 24 + hour ? 'at' : ''}`}
                x={left + hour * cell + gap / 2}
                y={top + row * (high + gap)}
                width={Math.max(2, cell - gap)}
                height={high}
                rx={3}
              />
            ))}
          </g>
        ))}
      </svg>
      {at !== undefined && (
        <div
          class={`plot-tip ${column > 12 ? 'left' : ''}`}
          style={{
            left: `${left + (column + 0.5) * cell}px`,
            top: `${top + Math.floor(at / 24) * (high + gap)}px`,
          }}
          aria-hidden="true"
        >
          <b>{words(at)}</b>
        </div>
      )}
    </div>
  );
}
