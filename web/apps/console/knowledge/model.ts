import { type Article, type Lang, langs } from './api';

export const filters = ['all', 'changed', 'due', 'missing_only', 'archived'] as const;
export type Filter = (typeof filters)[number];

const rules: Record<Filter, (article: Article) => boolean> = {
  all: article => !article.archived,
  changed: article => !article.archived && article.texts.some(text => text.state !== 'published'),
  due: article => !article.archived && article.review_due,
  missing_only: article =>
    !article.archived && langs.some(lang => !article.texts.some(text => text.locale === lang)),
  archived: article => article.archived,
};

export function shown(articles: readonly Article[], filter: Filter): Article[] {
  return articles.filter(rules[filter]);
}

/** In that language, or in whichever there is. */
export function inLanguage(texts: Partial<Record<Lang, string>>, lang: Lang): string | undefined {
  return texts[lang] || Object.values(texts).find(Boolean);
}
