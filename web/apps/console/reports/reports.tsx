// How the desk is doing: numbers, plots, tables. Filters stand in the address.

import { Chart } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { r } from '../i18n/reports';
import { query as address, go } from '../lib/router';
import { Broken, Empty, Skeleton } from '../parts/states';
import type { Csat, Hours, Overview, Query, Questions, Series, SlaLine } from './api';
import { Breakdown } from './breakdown';
import { CsatCard, HoursCard, SlaCard, TimePlots } from './cards';
import { Filters, RangePicker } from './filters';
import { filterNames, queryOf } from './model';
import { QuestionsCard } from './questions';
import { RatingsCard } from './ratings';
import { Tiles } from './tiles';
import { useReport } from './use-report';

export function Reports() {
  // The page's clock stands still: a report that moved while it is read would be hard to read.
  const [now] = useState(() => Date.now());
  const params = address.value;
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value) next.set(name, value);
    else next.delete(name);
    const text = next.toString();
    go(`/reports${text ? `?${text}` : ''}`, { replace: true });
  };
  const clear = () => {
    const next = new URLSearchParams(params);
    for (const name of filterNames) next.delete(name);
    const text = next.toString();
    go(`/reports${text ? `?${text}` : ''}`, { replace: true });
  };
  const query = queryOf(params, now);
  return (
    <main class="settings reports" aria-label={r('title')}>
      <div class="reports-page">
        <header class="reports-head">
          <div>
            <h1>{r('title')}</h1>
            <p class="muted">{r('text')}</p>
          </div>
          <RangePicker params={params} onChange={change} />
        </header>
        <Filters params={params} onChange={change} onClear={clear} />
        <Numbers query={query} params={params} onChange={change} />
      </div>
    </main>
  );
}

interface NumbersProps {
  query: Query;
  params: URLSearchParams;
  onChange: (name: string, value: string) => void;
}

function Numbers({ query, params, onChange }: NumbersProps) {
  const overview = useReport<Overview>('overview', query);
  const series = useReport<Series>('series', query);
  const hours = useReport<Hours>('hours', query);
  const csat = useReport<Csat>('csat', query);
  const sla = useReport<{ items: SlaLine[] }>('sla', query);
  const questions = useReport<Questions>('questions', query);
  if (overview.failed && !overview.value) return <Broken text={overview.failed} onRetry={overview.again} />;
  if (!overview.value || !series.value) return <Skeleton rows={6} kind="form" />;
  const { now } = overview.value;
  const nothing = now.opened + now.customer_messages + now.replies + (now.backlog ?? 0) === 0;
  const busy = overview.busy || series.busy;
  return (
    <div class={`reports-body ${busy ? 'busy' : ''}`} aria-busy={busy}>
      <Tiles overview={overview.value} points={series.value.points} />
      {nothing && <Empty icon={<Chart size={28} />} title={r('empty.title')} text={r('empty.text')} />}
      {!nothing && (
        <div class="plots">
          <TimePlots points={series.value.points} unit={series.value.unit} query={query} />
          {sla.value && <SlaCard items={sla.value.items} query={query} />}
          {csat.value && <CsatCard csat={csat.value} query={query} />}
          {hours.value && <HoursCard hours={hours.value} query={query} />}
          <Breakdown
            query={query}
            by={params.get('by') ?? 'agent'}
            onBy={by => onChange('by', by === 'agent' ? '' : by)}
          />
          {questions.value && <QuestionsCard questions={questions.value} query={query} />}
          <RatingsCard
            query={query}
            low={params.get('low') === '1'}
            onLow={low => onChange('low', low ? '1' : '')}
          />
        </div>
      )}
    </div>
  );
}
