// One article: both languages side by side, each with its preview, versions and state.
import { asApiError } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { ChevronLeft, External } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/articles';
import { follow, root } from '../lib/router';
import { fullTime } from '../lib/time';
import { errorText } from '../parts/form';
import { Broken, Skeleton } from '../parts/states';
import { PageHead } from '../settings/page';
import { sayFailed } from '../state/failed';
import { agents } from '../state/meta';
import {
  type Article,
  type ArticleAnswer,
  type ArticleChange,
  type Category,
  knowledge,
  type Lang,
  langs,
  type Opinion,
} from './api';
import { inLanguage } from './model';
import { StateTag } from './state-tag';
import { TextEditor } from './text-editor';

export function Editor({ slug }: { slug: string }) {
  const [answer, setAnswer] = useState<ArticleAnswer | undefined>();
  const [categories, setCategories] = useState<Category[]>([]);
  const [failed, setFailed] = useState('');
  const [side, setSide] = useState<Lang>(locale.value as Lang);
  const load = () => {
    setFailed('');
    Promise.all([knowledge.one(slug), knowledge.categories()]).then(
      ([one, shelves]) => {
        setAnswer(one);
        setCategories(shelves);
      },
      failure => setFailed(errorText(asApiError(failure))),
    );
  };
  useEffect(load, [slug]);
  const article = answer?.article;
  const published = article?.texts.find(text => text.locale === locale.value && text.published > 0);
  return (
    <div class="article-editor">
      <a class="back-link" href={`${root}/settings/articles`} onClick={follow}>
        <ChevronLeft size={16} />
        {t('back')}
      </a>
      <PageHead title={article?.texts.find(text => text.locale === locale.value)?.title || slug}>
        {published && !article?.archived && (
          <a class="button" href={`/help/${locale.value}/${slug}`} target="_blank" rel="noopener">
            <External size={16} />
            {t('see_one')}
          </a>
        )}
      </PageHead>
      {!answer && !failed && <Skeleton rows={4} kind="form" />}
      {failed && <Broken text={failed} onRetry={load} />}
      {answer && article && (
        <>
          <Place article={article} categories={categories} onChange={setAnswer} />
          <div class="article-sides" role="group" aria-label={t('all')}>
            {langs.map(lang => (
              <button
                key={lang}
                type="button"
                class="chip"
                aria-pressed={side === lang}
                onClick={() => setSide(lang)}
              >
                {t(`lang_${lang}`)}
              </button>
            ))}
          </div>
          <div class="article-columns">
            {langs.map(lang => (
              <section key={lang} class={`card ${side === lang ? '' : 'other-side'}`} lang={lang}>
                <h3>
                  <StateTag article={article} lang={lang} />
                </h3>
                <TextEditor article={article} lang={lang} onChange={load} />
              </section>
            ))}
          </div>
          <Opinions article={article} opinions={answer.opinions} />
        </>
      )}
    </div>
  );
}

interface PlaceProps {
  article: Article;
  categories: Category[];
  onChange: (answer: ArticleAnswer) => void;
}

/** Where it stands and who keeps it true; each change is saved at once. */
function Place({ article, categories, onChange }: PlaceProps) {
  const change = (body: ArticleChange) => {
    knowledge.change(article.slug, body).then(onChange, failure => {
      sayFailed(failure);
      onChange({ article: { ...article }, opinions: [] });
    });
  };
  const number = (event: { currentTarget: HTMLInputElement }) => Number(event.currentTarget.value) || 0;
  const reviewed = article.reviewed_at
    ? t('reviewed', { when: fullTime(article.reviewed_at, locale.value as Lang) })
    : t('reviewed_never');
  return (
    <section class="card article-place">
      <label>
        {t('category')}
        <select value={article.category} onChange={event => change({ category: event.currentTarget.value })}>
          {categories.map(one => (
            <option key={one.id} value={one.id}>
              {inLanguage(one.names, locale.value as Lang) ?? one.id}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('order')}
        <input
          type="number"
          min={0}
          value={article.position}
          onChange={event => change({ position: number(event) })}
        />
      </label>
      <label>
        {t('owner')}
        <select
          value={article.owner?.id ?? ''}
          onChange={event => change({ owner: event.currentTarget.value || null })}
        >
          <option value="">{t('owner_none')}</option>
          {agents.value.map(agent => (
            <option key={agent.id} value={agent.id}>
              {agent.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('review_days')}
        <input
          type="number"
          min={1}
          max={3650}
          value={article.review_days}
          onChange={event => change({ review_days: number(event) })}
        />
      </label>
      <div class="article-review">
        <span>
          {reviewed} {article.review_due && <span class="tag warn">{t('due')}</span>}
        </span>
        <button type="button" class="button small" onClick={() => change({ reviewed: true })}>
          {t('reviewed_now')}
        </button>
        <label class="article-archive">
          <input
            type="checkbox"
            checked={article.archived}
            onChange={event => change({ archived: event.currentTarget.checked })}
          />
          {t('archive')}
        </label>
      </div>
    </section>
  );
}

function Opinions({ article, opinions }: { article: Article; opinions: readonly Opinion[] }) {
  const votes = article.helped + article.did_not_help;
  return (
    <section class="card article-opinions">
      <h3>{t('opinions')}</h3>
      <p class="muted">
        {votes ? t('helped', { yes: article.helped, no: article.did_not_help }) : t('no_votes')}
      </p>
      {opinions.length > 0 && (
        <ul>
          {opinions.map(opinion => (
            <li key={`${opinion.at}${opinion.reason}`}>
              {opinion.reason}
              <small class="muted">
                {` ${t(`lang_${opinion.locale}`)} · ${fullTime(opinion.at, locale.value as Lang)}`}
              </small>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
