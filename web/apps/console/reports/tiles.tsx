// The numbers at the top, what they were before, and how they went.

import { locale } from '@keydesk/ui/i18n';
import { r } from '../i18n/reports';
import type { Figures, Overview, Point } from './api';
import { changeOf, percent } from './model';
import { number, share, time } from './words';

interface Spec {
  key: string;
  name: string;
  value: (f: Figures) => number | null;
  text: (n: number | null) => string;
  note: (f: Figures) => string;
  /** Whether more is better; absent: neither. */
  good?: 'more' | 'less';
  /** Shares are compared by their difference. */
  points?: boolean;
}

const specs = (): Spec[] => [
  {
    key: 'opened',
    name: r('opened'),
    value: f => f.opened,
    text: number,
    note: f => r('tile.reopened', { count: number(f.reopened) }),
  },
  {
    key: 'resolved',
    name: r('resolved'),
    value: f => f.resolved,
    text: number,
    note: f => `${r('replies')}: ${number(f.replies)}`,
    good: 'more',
  },
  {
    key: 'first',
    name: r('first'),
    value: f => f.first_median,
    text: time,
    note: f => r('tile.p90', { time: time(f.first_p90) }),
    good: 'less',
  },
  {
    key: 'resolve',
    name: r('resolve'),
    value: f => f.resolve_median,
    text: time,
    note: f => r('tile.p90', { time: time(f.resolve_p90) }),
    good: 'less',
  },
  {
    key: 'backlog',
    name: r('backlog'),
    value: f => f.backlog,
    text: number,
    note: () => r('tile.now'),
    good: 'less',
  },
  {
    key: 'sla',
    name: r('sla'),
    value: f => f.sla,
    text: share,
    note: f => r('tile.breached', { count: number(f.sla_breached) }),
    good: 'more',
    points: true,
  },
  {
    key: 'csat',
    name: r('csat'),
    value: f => f.csat_content,
    text: share,
    note: f => r('tile.rated', { count: number(f.csat_rated) }),
    good: 'more',
    points: true,
  },
  {
    key: 'deflection',
    name: r('deflection'),
    value: f => f.deflection,
    text: share,
    note: f => r('tile.deflected', { count: number(f.deflected) }),
    good: 'more',
    points: true,
  },
];

export function Tiles({ overview, points }: { overview: Overview; points: readonly Point[] }) {
  return (
    <ul class="tiles" aria-label={r('overview')}>
      {specs().map(spec => (
        <li key={spec.key} class="tile">
          <span class="tile-name">{spec.name}</span>
          <span class="tile-value">
            <b>{spec.text(spec.value(overview.now))}</b>
            <Change spec={spec} overview={overview} />
          </span>
          <span class="tile-note">{spec.note(overview.now)}</span>
          <Spark values={points.map(point => spec.value(point.figures))} />
        </li>
      ))}
    </ul>
  );
}

function Change({ spec, overview }: { spec: Spec; overview: Overview }) {
  const now = spec.value(overview.now);
  const then = spec.value(overview.then);
  const moved = spec.points && now !== null && then !== null ? now - then : changeOf(now, then);
  if (moved === undefined) return <span class="change" title={r('change.new')} />;
  const size = spec.points
    ? r('change.points', { n: number(Math.round(Math.abs(moved) * 100)) })
    : percent(Math.abs(moved), locale.value);
  if (Math.round(Math.abs(moved) * 100) === 0) {
    return (
      <span class="change" title={r('change.same')}>
        ±0
      </span>
    );
  }
  const up = moved > 0;
  const tone = !spec.good ? '' : up === (spec.good === 'more') ? 'good' : 'bad';
  return (
    <span class={`change ${tone}`} title={r(up ? 'change.up' : 'change.down', { value: size })}>
      <span aria-hidden="true">{`${up ? '↑' : '↓'} ${size}`}</span>
      <span class="sr-only">{r(up ? 'change.up' : 'change.down', { value: size })}</span>
    </span>
  );
}

/** How it went, without axes: the plots below say it exactly. */
function Spark({ values }: { values: readonly (number | null)[] }) {
  const known = values.filter(value => value !== null);
  if (known.length < 2) return <svg class="spark" viewBox="0 0 100 28" aria-hidden="true" />;
  const most = Math.max(...known);
  const least = Math.min(...known, most * 0.5);
  const span = most - least || 1;
  const points = values
    .map((value, index) => [index, value] as const)
    .filter((pair): pair is readonly [number, number] => pair[1] !== null)
    .map(
      ([index, value]) =>
        `${((index / (values.length - 1)) * 100).toFixed(1)},${(26 - ((value - least) / span) * 24).toFixed(1)}`,
    );
  return (
    <svg class="spark" viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points.join(' ')} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
