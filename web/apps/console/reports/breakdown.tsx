// One line for each inbox, door, team, agent, case type or language; every column sorts.

import { locale } from '@keydesk/ui/i18n';
import { useState } from 'preact/hooks';
import { type ReportKey, r } from '../i18n/reports';
import { Broken, Skeleton } from '../parts/states';
import { csvAddress, type Figures, type Line, type Query } from './api';
import { Csv } from './csv';
import { type Column, filterNames, sorted } from './model';
import { useReport } from './use-report';
import { lineName, number, share, time } from './words';

const columns: readonly { key: keyof Figures; name: ReportKey; text: (n: number | null) => string }[] = [
  { key: 'opened', name: 'opened', text: number },
  { key: 'resolved', name: 'resolved', text: number },
  { key: 'backlog', name: 'backlog', text: number },
  { key: 'replies', name: 'replies', text: number },
  { key: 'first_median', name: 'first', text: time },
  { key: 'first_p90', name: 'p90', text: time },
  { key: 'resolve_median', name: 'resolve', text: time },
  { key: 'sla', name: 'sla', text: share },
  { key: 'csat_content', name: 'csat', text: share },
  { key: 'deflection', name: 'deflection', text: share },
];
const few = 10;

export function Breakdown({ query, by, onBy }: { query: Query; by: string; onBy: (by: string) => void }) {
  const asked = { ...query, by };
  const { value, failed, again, busy } = useReport<{ by: string; items: Line[] }>('breakdown', asked);
  return (
    <section class="card plot-card wide">
      <header>
        <h2>{r('table.breakdown')}</h2>
        <div class="plot-acts">
          <Csv href={csvAddress('reports/breakdown', asked)} name={r('table.breakdown')} />
        </div>
      </header>
      <div class="tabs small report-tabs" role="group" aria-label={r('table.by')}>
        {filterNames.map(name => (
          <button key={name} type="button" aria-pressed={name === by} onClick={() => onBy(name)}>
            {r(`dim.${name}`)}
          </button>
        ))}
      </div>
      {failed && <Broken text={failed} onRetry={again} />}
      {!value && !failed && <Skeleton rows={3} kind="form" />}
      {value && <Lines key={value.by} by={value.by} items={value.items} busy={busy} />}
    </section>
  );
}

function Lines({ by, items, busy }: { by: string; items: readonly Line[]; busy: boolean }) {
  const [order, setOrder] = useState<{ column: Column; down: boolean }>({
    // Who answers is known by his answers, everything else by what came in.
    column: by === 'agent' ? 'replies' : 'opened',
    down: true,
  });
  const [all, setAll] = useState(false);
  if (items.length === 0) return <p class="muted plot-none">{r('empty.title')}</p>;
  const named = items.map(line => ({ ...line, name: lineName(by, line.key, line.name) }));
  const lines = sorted(named, order.column, order.down, locale.value);
  const head = (column: Column, name: string) => {
    const here = order.column === column;
    return (
      <th scope="col" key={column} aria-sort={here ? (order.down ? 'descending' : 'ascending') : 'none'}>
        <button
          type="button"
          title={r('table.sort', { name })}
          onClick={() => setOrder({ column, down: here ? !order.down : column !== 'name' })}
        >
          {name}
          <span aria-hidden="true">{here ? (order.down ? '↓' : '↑') : ''}</span>
        </button>
      </th>
    );
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <div class="report-table" aria-busy={busy} tabIndex={0} role="region" aria-label={r('table.breakdown')}>
        <table>
          <thead>
            <tr>
              {head('name', r('table.name'))}
              {columns.map(column => head(column.key, r(column.name)))}
            </tr>
          </thead>
          <tbody>
            {(all ? lines : lines.slice(0, few)).map(line => (
              <tr key={line.key}>
                <th scope="row">{line.name}</th>
                {columns.map(column => (
                  <td key={column.key}>{column.text(line.figures[column.key])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lines.length > few && !all && (
        <button type="button" class="link-button" onClick={() => setAll(true)}>
          {r('table.more', { count: number(lines.length) })}
        </button>
      )}
    </>
  );
}
