// The help centre's part of the agents' API (docs/knowledge.md).
import { api } from '../state/session';

export type Lang = 'zh-CN' | 'en';
export const langs: readonly Lang[] = ['zh-CN', 'en'];

export interface Category {
  id: string;
  position: number;
  names: Partial<Record<Lang, string>>;
  summaries: Partial<Record<Lang, string>>;
}

export interface TextState {
  locale: Lang;
  title: string;
  state: 'draft' | 'published' | 'changed';
  version: number;
  published: number;
}

export interface Article {
  slug: string;
  category: string;
  position: number;
  owner: { id: string; name: string } | null;
  reviewed_at: number | null;
  review_days: number;
  review_due: boolean;
  archived: boolean;
  changed_at: number;
  texts: TextState[];
  helped: number;
  did_not_help: number;
}

export interface Opinion {
  locale: Lang;
  reason: string;
  helped: boolean;
  at: number;
}

export interface Words {
  title: string;
  summary: string;
  keywords: string;
  body: string;
}

export interface Version extends Words {
  locale: Lang;
  version: number;
  author: string;
  at: number;
  published_at: number | null;
  restored_from: number;
}

export interface Link {
  slug: string;
  locale: Lang;
  title: string;
  summary: string;
  url: string;
}

export interface ArticleAnswer {
  article: Article;
  opinions: Opinion[];
}

export type ArticleChange = Partial<{
  category: string;
  position: number;
  review_days: number;
  owner: string | null;
  reviewed: boolean;
  archived: boolean;
}>;

const path = (...parts: string[]) => `/articles${parts.map(part => `/${encodeURIComponent(part)}`).join('')}`;
const { http } = api;

/** All of them: a help centre has some hundred articles, a page of the list five hundred. */
async function all(): Promise<Article[]> {
  const items: Article[] = [];
  for (let after = ''; ; ) {
    const page = await http.get<{ items: Article[]; next: string | null }>(path(), { after });
    items.push(...page.items);
    if (!page.next) return items;
    after = page.next;
  }
}

export const knowledge = {
  all,
  categories: () => http.get<{ items: Category[] }>('/article_categories').then(answer => answer.items),
  putCategory: ({ id, ...body }: Category) =>
    http
      .send<{ items: Category[] }>('PUT', `/article_categories/${encodeURIComponent(id)}`, body)
      .then(answer => answer.items),
  one: (slug: string) => http.get<ArticleAnswer>(path(slug)),
  create: (slug: string, category: string) => http.send<ArticleAnswer>('POST', path(), { slug, category }),
  change: (slug: string, body: ArticleChange) => http.send<ArticleAnswer>('PATCH', path(slug), body),
  text: (slug: string, lang: Lang, version = 0) =>
    http
      .get<{ version: Version }>(version ? path(slug, lang, 'versions', String(version)) : path(slug, lang))
      .then(answer => answer.version),
  save: (slug: string, lang: Lang, base: number, { title, summary, keywords, body }: Words) =>
    http
      .send<{ version: Version }>('PUT', path(slug, lang), { base, title, summary, keywords, body })
      .then(answer => answer.version),
  publish: (slug: string, lang: Lang, version: number) =>
    http.send<unknown>('POST', path(slug, lang, 'publish'), { version }),
  unpublish: (slug: string, lang: Lang) => http.send<unknown>('POST', path(slug, lang, 'unpublish'), {}),
  restore: (slug: string, lang: Lang, version: number) =>
    http
      .send<{ version: Version }>('POST', path(slug, lang, 'restore'), { version })
      .then(answer => answer.version),
  history: (slug: string, lang: Lang) =>
    http.get<{ items: Version[] }>(path(slug, lang, 'versions')).then(answer => answer.items),
  preview: (lang: Lang, body: string) =>
    http.send<{ html: string }>('POST', path('preview'), { body, locale: lang }).then(answer => answer.html),
  links: (q: string, lang: string, signal?: AbortSignal) =>
    http.get<{ items: Link[] }>(path('suggest'), { q, locale: lang }, signal).then(answer => answer.items),
};
