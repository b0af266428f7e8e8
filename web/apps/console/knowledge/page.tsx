// Settings → Help centre: the articles by category, with what each of them needs.
import { asApiError } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Book, Edit, External, Plus } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/articles';
import { t as common } from '../i18n/index';
import { go, query, root } from '../lib/router';
import { Dialog } from '../parts/dialog';
import { errorText, Field, Select, Submit, useForm } from '../parts/form';
import { Broken, Empty, Skeleton } from '../parts/states';
import { PageHead } from '../settings/page';
import { type Article, type Category, knowledge, type Lang, langs } from './api';
import { CategoryEditor } from './category';
import { Editor } from './editor';
import { type Filter, filters, inLanguage, shown } from './model';
import { StateTag } from './state-tag';

export const place = (slug = '') => `/settings/articles${slug ? `?article=${encodeURIComponent(slug)}` : ''}`;

export function Articles() {
  const slug = query.value.get('article');
  return slug ? <Editor key={slug} slug={slug} /> : <List />;
}

function List() {
  const [articles, setArticles] = useState<Article[] | undefined>();
  const [categories, setCategories] = useState<Category[]>([]);
  const [failed, setFailed] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const [making, setMaking] = useState(false);
  const [shelf, setShelf] = useState<Category | undefined>();
  const load = () => {
    setFailed('');
    Promise.all([knowledge.all(), knowledge.categories()]).then(
      ([list, shelves]) => {
        setCategories(shelves);
        setArticles(list);
      },
      failure => setFailed(errorText(asApiError(failure))),
    );
  };
  useEffect(load, []);
  const visible = shown(articles ?? [], filter);
  const holds = (id: string) => visible.some(article => article.category === id);
  const shelves = filter === 'all' ? categories : categories.filter(category => holds(category.id));
  return (
    <>
      <PageHead title={common('settings.articles')} text={t('text')}>
        <div class="article-acts">
          <a class="button" href={`/help/${locale.value}`} target="_blank" rel="noopener">
            <External size={16} />
            {t('see')}
          </a>
          <button type="button" class="button primary" onClick={() => setMaking(true)}>
            <Plus size={16} />
            {t('new')}
          </button>
        </div>
      </PageHead>
      {!articles && !failed && <Skeleton rows={5} kind="form" />}
      {failed && <Broken text={failed} onRetry={load} />}
      {articles && (
        <>
          <fieldset class="article-filters">
            <legend class="sr-only">{common('settings.articles')}</legend>
            {filters.map(name => (
              <button
                key={name}
                type="button"
                class="chip"
                aria-pressed={filter === name}
                onClick={() => setFilter(name)}
              >
                {t(name)} <small>{shown(articles, name).length}</small>
              </button>
            ))}
          </fieldset>
          {visible.length === 0 && <Empty icon={<Book size={28} />} title={t('empty')} />}
          {shelves.map(category => (
            <Shelf
              key={category.id}
              category={category}
              articles={visible.filter(article => article.category === category.id)}
              onEdit={() => setShelf(category)}
            />
          ))}
          <button
            type="button"
            class="button small"
            onClick={() =>
              setShelf({
                id: '',
                position: (categories.at(-1)?.position ?? 0) + 10,
                names: {},
                summaries: {},
              })
            }
          >
            <Plus size={14} />
            {t('new_category')}
          </button>
        </>
      )}
      {making && <Make categories={categories} onClose={() => setMaking(false)} />}
      {shelf && (
        <CategoryEditor category={shelf} onSaved={setCategories} onClose={() => setShelf(undefined)} />
      )}
    </>
  );
}

interface ShelfProps {
  category: Category;
  articles: Article[];
  onEdit: () => void;
}

function Shelf({ category, articles, onEdit }: ShelfProps) {
  const name = inLanguage(category.names, locale.value as Lang) ?? category.id;
  return (
    <section class="article-shelf" aria-label={name}>
      <h3>
        {name} <small class="muted">{articles.length}</small>
        <button
          type="button"
          class="icon-button"
          aria-label={`${t('edit_category')}: ${name}`}
          title={t('edit_category')}
          onClick={onEdit}
        >
          <Edit size={15} />
        </button>
      </h3>
      <ul class="rows card">
        {articles
          .sort((a, b) => a.position - b.position || a.slug.localeCompare(b.slug))
          .map(article => (
            <Row key={article.slug} article={article} />
          ))}
      </ul>
    </section>
  );
}

function Row({ article }: { article: Article }) {
  const title = titleOf(article);
  const votes = article.helped + article.did_not_help;
  return (
    <li class={article.archived ? 'faded' : undefined}>
      <a
        class="article-row"
        href={root + place(article.slug)}
        aria-label={t('open', { title })}
        onClick={event => {
          if (event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          go(place(article.slug));
        }}
      >
        <span class="rows-main">
          <b>{title}</b>
          <small class="muted">
            {article.slug}
            {votes > 0 && ` · ${t('helped', { yes: article.helped, no: article.did_not_help })}`}
          </small>
        </span>
        <span class="article-tags">
          {article.archived && <span class="tag quiet">{t('archived')}</span>}
          {article.review_due && !article.archived && <span class="tag warn">{t('due')}</span>}
          {langs.map(lang => (
            <StateTag key={lang} article={article} lang={lang} />
          ))}
        </span>
      </a>
    </li>
  );
}

const titleOf = (article: Article) =>
  (article.texts.find(text => text.locale === locale.value) ?? article.texts[0])?.title || article.slug;

function Make({ categories, onClose }: { categories: Category[]; onClose: () => void }) {
  const [slug, setSlug] = useState('');
  const [category, setCategory] = useState(categories[0]?.id ?? '');
  const form = useForm();
  return (
    <Dialog label={t('new')} onClose={onClose}>
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          void form
            .run(() => knowledge.create(slug.trim(), category))
            .then(done => done && go(place(slug.trim())));
        }}
      >
        <Field
          label={t('name')}
          hint={t('name_hint')}
          required
          maxLength={80}
          pattern="[a-z0-9]+(-[a-z0-9]+)*"
          value={slug}
          problem={form.error?.field('slug')}
          onInput={event => setSlug(event.currentTarget.value)}
        />
        <Select
          label={t('category')}
          value={category}
          options={categories.map(one => ({
            id: one.id,
            text: inLanguage(one.names, locale.value as Lang) ?? one.id,
          }))}
          onChange={setCategory}
        />
        <Submit form={form} text={t('create')} />
      </form>
    </Dialog>
  );
}
