// The card around a plot: its name, what the colours mean, and the same numbers as a table.

import { Chart } from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { r } from '../i18n/reports';
import { Csv } from './csv';

export interface TableRow {
  name: string;
  cells: string[];
}
export interface Key {
  name: string;
  tone: string;
}

interface Props {
  title: string;
  text: string;
  keys?: readonly Key[];
  heads: readonly string[];
  rows: readonly TableRow[];
  csv?: string;
  size?: 'wide' | 'third';
  children: ComponentChildren;
}

export function PlotFrame({ title, text, keys = [], heads, rows, csv, size, children }: Props) {
  const [table, setTable] = useState(false);
  return (
    <section class={`card plot-card ${size ?? ''}`}>
      <header>
        <div>
          <h2>{title}</h2>
          <p class="muted">{text}</p>
        </div>
        <div class="plot-acts">
          <button
            type="button"
            class="icon-button"
            aria-pressed={table}
            aria-label={`${r(table ? 'plot.plot' : 'plot.table')}: ${title}`}
            title={r(table ? 'plot.plot' : 'plot.table')}
            onClick={() => setTable(!table)}
          >
            {table ? <Chart size={17} /> : <Rows />}
          </button>
          {csv && <Csv href={csv} name={title} />}
        </div>
      </header>
      {keys.length > 1 && !table && (
        <ul class="plot-keys">
          {keys.map(key => (
            <li key={key.name}>
              <i class={`swatch ${key.tone}`} />
              {key.name}
            </li>
          ))}
        </ul>
      )}
      {table ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        <div class="plot-table" tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead>
              <tr>
                {heads.map(head => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr key={row.name}>
                  <th scope="row">{row.name}</th>
                  {row.cells.map((cell, index) => (
                    <td key={heads[index + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        children
      )}
    </section>
  );
}

function Rows() {
  return (
    <svg class="icon" width="17" height="17" viewBox="0 0 24 24" aria-hidden="true">
      <path
        d="M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9"
        fill="none"
        stroke="currentColor"
        stroke-width="1.8"
        stroke-linejoin="round"
      />
    </svg>
  );
}
