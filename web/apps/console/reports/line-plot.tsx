// Lines over time. The pointer and the arrow keys move one cursor; what it stands on is said in words.

import { useState } from 'preact/hooks';
import { r } from '../i18n/reports';
import { useWidth } from './use-width';

export interface LineSpec {
  name: string;
  /** s1 … s4: colour and dashes, so that nobody needs the colour. */
  tone: string;
  values: readonly (number | null)[];
  area?: boolean;
}

interface Props {
  label: string;
  lines: readonly LineSpec[];
  /** Short for the axis, long for the words. */
  names: readonly { short: string; long: string }[];
  ticks: readonly number[];
  say: (value: number | null) => string;
  tick: (value: number) => string;
}

const height = 208;
const edges = { top: 10, right: 10, bottom: 24 };
/** Chinese letters are as wide as the type is high, Latin ones about half. */
const widthOf = (text: string) => [...text].reduce((sum, c) => sum + (c > '\u2e80' ? 12 : 6.8), 0);

/** A line that is not there is not drawn as nothing: gaps stay gaps. */
function path(points: readonly (readonly [number, number] | null)[]): string {
  let text = '';
  let pen = false;
  for (const point of points) {
    if (point) text += `${pen ? 'L' : 'M'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    pen = point !== null;
  }
  return text;
}

export function LinePlot({ label, lines, names, ticks, say, tick }: Props) {
  const { element, width } = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | undefined>();
  const last = names.length - 1;
  const most = ticks.at(-1) || 1;
  const pad = { ...edges, left: Math.ceil(Math.max(...ticks.map(value => widthOf(tick(value))))) + 14 };
  const inner = width - pad.left - pad.right;
  const x = (index: number) => pad.left + (last > 0 ? (index / last) * inner : inner / 2);
  const y = (value: number) => pad.top + (1 - value / most) * (height - pad.top - pad.bottom);
  const every = Math.max(1, Math.ceil(names.length / Math.max(2, Math.floor(inner / 76))));
  const cursor = at === undefined ? undefined : Math.min(at, last);
  const words = (index: number) =>
    `${names[index]?.long}: ${lines.map(line => `${line.name} ${say(line.values[index] ?? null)}`).join(', ')}`;

  const onKeyDown = (event: KeyboardEvent) => {
    const from = cursor ?? last;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (event.key === 'Escape') setAt(undefined);
    if (to === undefined) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(last, to)));
  };
  const onPointerMove = (event: PointerEvent) => {
    const box = element.current?.getBoundingClientRect();
    if (!box || last < 0) return;
    const index = Math.round(((event.clientX - box.left - pad.left) / Math.max(1, inner)) * last);
    setAt(Math.max(0, Math.min(last, index)));
  };

  return (
    <div
      ref={element}
      class="plot"
      role="slider"
      tabIndex={0}
      aria-label={`${label}. ${r('plot.keys')}`}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={cursor ?? Math.max(0, last)}
      aria-valuetext={last >= 0 ? words(cursor ?? last) : '–'}
      onKeyDown={onKeyDown}
      onFocus={() => setAt(known => known ?? last)}
      onBlur={() => setAt(undefined)}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setAt(undefined)}
    >
      <svg width={width} height={height} aria-hidden="true">
        {ticks.map(value => (
          <g key={value}>
            <line class="grid" x1={pad.left} x2={width - pad.right} y1={y(value)} y2={y(value)} />
            <text class="axis" x={pad.left - 8} y={y(value) + 4} text-anchor="end">
              {tick(value)}
            </text>
          </g>
        ))}
        {names.map(
          (name, index) =>
            (last - index) % every === 0 && (
              <text
                key={name.long}
                class="axis"
                x={x(index)}
                y={height - 6}
                text-anchor={
                  index === last && last > 0 ? 'end' : index === 0 && last > 0 ? 'start' : 'middle'
                }
              >
                {name.short}
              </text>
            ),
        )}
        {lines.map(line => {
          const points = line.values.map((value, index) =>
            value === null ? null : ([x(index), y(Math.min(value, most))] as const),
          );
          const drawn = path(points);
          const floor = y(0).toFixed(1);
          return (
            <g key={line.name} class={`series ${line.tone}`}>
              {line.area && last > 0 && (
                <path
                  class="area"
                  d={`${drawn}L${x(last).toFixed(1)} ${floor}L${x(0).toFixed(1)} ${floor}Z`}
                />
              )}
              <path class="line" d={drawn} />
              {points.map((point, index) => {
                // A point between two gaps has no line: it is a dot.
                const alone = point && !points[index - 1] && !points[index + 1];
                return alone || (point && index === cursor) ? (
                  <circle
                    key={names[index]?.long}
                    cx={point[0]}
                    cy={point[1]}
                    r={index === cursor ? 4 : 2.5}
                  />
                ) : null;
              })}
            </g>
          );
        })}
        {cursor !== undefined && (
          <line class="cursor" x1={x(cursor)} x2={x(cursor)} y1={pad.top} y2={height - pad.bottom} />
        )}
      </svg>
      {cursor !== undefined && (
        <div
          class={`plot-tip ${x(cursor) > width / 2 ? 'left' : ''}`}
          style={{ left: `${x(cursor)}px` }}
          aria-hidden="true"
        >
          <b>{names[cursor]?.long}</b>
          {lines.map(line => (
            <span key={line.name}>
              <i class={`swatch ${line.tone}`} />
              {line.name}
              <em>{say(line.values[cursor] ?? null)}</em>
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
