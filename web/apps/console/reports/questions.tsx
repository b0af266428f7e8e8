// What is asked most, and what the help centre does not answer yet.

import { r } from '../i18n/reports';
import { caseName } from '../playbooks/names';
import { csvAddress, type Query, type Questions } from './api';
import { Bars } from './bars';
import { Csv } from './csv';
import { number, share } from './words';

const few = 12;

export function QuestionsCard({ questions, query }: { questions: Questions; query: Query }) {
  const lines = questions.items
    .map(line => ({ ...line, n: line.figures.opened + line.figures.reopened }))
    .filter(line => line.n > 0)
    .sort((a, b) => b.n - a.n)
    .slice(0, few);
  return (
    <section class="card plot-card">
      <header>
        <div>
          <h2>{r('questions')}</h2>
          <p class="muted">{r('questions_text')}</p>
        </div>
        <div class="plot-acts">
          <Csv href={csvAddress('reports/questions', query)} name={r('questions')} />
        </div>
      </header>
      {lines.length === 0 && <p class="muted plot-none">{r('empty.title')}</p>}
      <Bars
        shape="stacked"
        items={lines.map(line => ({
          key: line.key || '-',
          name: line.key ? caseName(line.key) : r('none.case_type'),
          value: line.n,
          text: number(line.n),
          note: (
            <>
              {line.figures.deflection !== null && (
                <span>{r('questions.deflected', { share: share(line.figures.deflection) })}</span>
              )}
              {line.article !== null && line.key !== '' && (
                <span class={line.article ? '' : 'lacking'}>
                  {r(line.article ? 'questions.article' : 'questions.no_article')}
                </span>
              )}
            </>
          ),
        }))}
      />
      <h3>{r('questions.misses')}</h3>
      {questions.misses.length === 0 && <p class="muted">{r('questions.no_misses')}</p>}
      <ul class="misses">
        {questions.misses.slice(0, few).map(miss => (
          <li key={miss.locale + miss.words}>
            <span>{miss.words}</span>
            <span class="muted">{r('questions.times', { count: number(miss.n) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
