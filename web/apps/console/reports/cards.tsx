// The plots of the page.

import { locale } from '@keydesk/ui/i18n';
import { r } from '../i18n/reports';
import {
  type Csat,
  csvAddress,
  type Figures,
  type Hours,
  type Point,
  type Query,
  type SlaLine,
  type Unit,
} from './api';
import { Bars } from './bars';
import { HeatMap, hourName, weekdays } from './heat-map';
import { LinePlot, type LineSpec } from './line-plot';
import { compact, percent, pointName, ticks, timeTicks } from './model';
import { PlotFrame } from './plot-frame';
import { number, reasonName, share, time } from './words';

interface Line {
  name: string;
  tone: string;
  of: (f: Figures) => number | null;
  area?: boolean;
}

interface PlotProps {
  title: string;
  text: string;
  points: readonly Point[];
  unit: Unit;
  lines: readonly Line[];
  times?: boolean;
  csv: string;
  size?: 'wide' | 'third';
}

function Plot({ title, text, points, unit, lines, times, csv, size }: PlotProps) {
  const names = points.map(point => {
    const long = pointName(point.at, unit, locale.value, true);
    return {
      short: pointName(point.at, unit, locale.value),
      long: unit === 'week' ? r('plot.week', { day: long }) : long,
    };
  });
  const specs: LineSpec[] = lines.map(line => ({
    name: line.name,
    tone: line.tone,
    values: points.map(point => line.of(point.figures)),
    ...(line.area ? { area: true } : {}),
  }));
  const most = Math.max(0, ...specs.flatMap(spec => spec.values.map(value => value ?? 0)));
  const say = times ? time : number;
  return (
    <PlotFrame
      title={title}
      text={text}
      keys={lines}
      heads={[r('table.time'), ...lines.map(line => line.name)]}
      rows={names.map((name, index) => ({
        name: name.long,
        cells: specs.map(spec => say(spec.values[index] ?? null)),
      }))}
      csv={csv}
      {...(size ? { size } : {})}
    >
      <LinePlot
        label={title}
        lines={specs}
        names={names}
        ticks={times ? timeTicks(most) : ticks(most)}
        say={say}
        tick={value => (times ? (value === 0 ? '0' : time(value)) : compact(value, locale.value))}
      />
    </PlotFrame>
  );
}

export function TimePlots({ points, unit, query }: { points: readonly Point[]; unit: Unit; query: Query }) {
  const csv = csvAddress('reports/series', query);
  const shared = { points, unit, csv };
  return (
    <>
      <Plot
        {...shared}
        size="wide"
        title={r('plot.volume')}
        text={r('plot.volume_text')}
        lines={[
          { name: r('opened'), tone: 's1', of: f => f.opened + f.reopened, area: true },
          { name: r('resolved'), tone: 's2', of: f => f.resolved },
        ]}
      />
      <Plot
        {...shared}
        times
        title={r('plot.first')}
        text={r('plot.first_text')}
        lines={[
          { name: r('median'), tone: 's1', of: f => f.first_median },
          { name: r('p90'), tone: 's3', of: f => f.first_p90 },
        ]}
      />
      <Plot
        {...shared}
        times
        title={r('plot.resolve')}
        text={r('plot.resolve_text')}
        lines={[
          { name: r('median'), tone: 's1', of: f => f.resolve_median },
          { name: r('p90'), tone: 's3', of: f => f.resolve_p90 },
        ]}
      />
      <Plot
        {...shared}
        size="third"
        title={r('plot.backlog')}
        text={r('plot.backlog_text')}
        lines={[{ name: r('backlog'), tone: 's4', of: f => f.backlog, area: true }]}
      />
    </>
  );
}

export function HoursCard({ hours, query }: { hours: Hours; query: Query }) {
  const days = weekdays();
  return (
    <PlotFrame
      size="wide"
      title={r('plot.hours')}
      text={r('plot.hours_text')}
      heads={[r('table.day'), ...Array.from({ length: 24 }, (_, hour) => hourName(hour))]}
      rows={days.map((day, row) => ({
        name: day,
        cells: hours.messages.slice(row * 24, row * 24 + 24).map(number),
      }))}
      csv={csvAddress('reports/hours', query)}
    >
      <HeatMap label={r('plot.hours')} values={hours.messages} />
    </PlotFrame>
  );
}

export function CsatCard({ csat, query }: { csat: Csat; query: Query }) {
  const scores = [5, 4, 3, 2, 1];
  return (
    <PlotFrame
      size="third"
      title={r('plot.scores')}
      text={r('plot.scores_text', { asked: number(csat.asked), answered: share(csat.answered) })}
      heads={[r('plot.scores'), r('csat')]}
      rows={scores.map(score => ({
        name: r('ratings.score', { score }),
        cells: [number(csat.scores[score - 1] ?? 0)],
      }))}
      csv={csvAddress('csat/ratings', query)}
    >
      <Bars
        shape="narrow"
        items={scores.map(score => ({
          key: String(score),
          name: (
            <span title={r('ratings.score', { score })}>
              {score} <span aria-hidden="true">★</span>
            </span>
          ),
          value: csat.scores[score - 1] ?? 0,
          text: number(csat.scores[score - 1] ?? 0),
          tone: score > 3 ? 's2' : score === 3 ? 's4' : 's3',
        }))}
      />
      {csat.reasons.length > 0 && (
        <ul class="reasons" aria-label={r('reasons')}>
          {csat.reasons.map(reason => (
            <li key={reason.key} class="tag">
              {reasonName(reason.key)} · {number(reason.n)}
            </li>
          ))}
        </ul>
      )}
    </PlotFrame>
  );
}

export function SlaCard({ items, query }: { items: readonly SlaLine[]; query: Query }) {
  const any = items.some(line => line.met + line.breached > 0);
  return (
    <PlotFrame
      size="third"
      title={r('plot.sla')}
      text={r('plot.sla_text')}
      keys={[
        { name: r('sla.met'), tone: 's2' },
        { name: r('sla.breached'), tone: 's3' },
      ]}
      heads={[r('plot.sla'), r('sla.met'), r('sla.warned'), r('sla.breached')]}
      rows={items.map(line => ({
        name: r(`sla.${line.kind}`),
        cells: [number(line.met), number(line.warned), number(line.breached)],
      }))}
      csv={csvAddress('reports/sla', query)}
    >
      {!any && <p class="muted plot-none">{r('sla.empty')}</p>}
      {any && (
        <Bars
          items={items.map(line => ({
            key: line.kind,
            name: r(`sla.${line.kind}`),
            value: line.met,
            rest: { value: line.breached, tone: 's3' },
            tone: 's2',
            text: line.share === null ? '–' : percent(line.share, locale.value),
          }))}
        />
      )}
    </PlotFrame>
  );
}
