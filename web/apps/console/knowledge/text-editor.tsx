// What an article says in one language: fields, preview, draft, publishing, versions.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type ArticleKey, t } from '../i18n/articles';
import { Area, Field, Form, Outcome, useForm } from '../parts/form';
import { Skeleton } from '../parts/states';
import { sayFailed } from '../state/failed';
import { toast } from '../state/toasts';
import { type Article, knowledge, type Lang, type Version, type Words } from './api';
import { rendered } from './rendered';
import { Versions } from './versions';

interface Props {
  article: Article;
  lang: Lang;
  onChange: () => void;
}

const blank: Words = { title: '', summary: '', keywords: '', body: '' };
const own = new Set(['secret', 'phone_number', 'foreign_link', 'too_long']);

export function TextEditor({ article, lang, onChange }: Props) {
  const state = article.texts.find(text => text.locale === lang);
  const [words, setWords] = useState<Words | undefined>(state ? undefined : blank);
  const [base, setBase] = useState(0);
  const [changed, setChanged] = useState(false);
  const [history, setHistory] = useState(false);
  const form = useForm();

  const take = (version: Version) => {
    setWords(version);
    setBase(version.version);
    setChanged(false);
  };
  useEffect(() => {
    if (state) knowledge.text(article.slug, lang).then(take, () => setWords(blank));
  }, []);
  useLeaveWarning(changed);

  const edit = (part: Partial<Words>) => {
    setWords(now => ({ ...(now ?? blank), ...part }));
    setChanged(true);
    if (form.error || form.done) form.reset();
  };
  const save = async (): Promise<number> => {
    if (!changed && base > 0) return base;
    const saved = await knowledge.save(article.slug, lang, base, words ?? blank);
    take(saved);
    return saved.version;
  };
  const run = async (publish: boolean) => {
    const done = await form.run(async () => {
      const version = await save();
      if (publish) await knowledge.publish(article.slug, lang, version);
    });
    if (done) toast(t(publish ? 'published_done' : 'saved'));
    onChange();
  };
  const withdraw = () =>
    void knowledge.unpublish(article.slug, lang).then(() => {
      toast(t('unpublished'));
      onChange();
    }, sayFailed);

  if (!words) return <Skeleton rows={4} kind="form" />;
  const problem = (field: keyof Words) => {
    const word = form.error?.field(field);
    return word && own.has(word) ? t(word as ArticleKey) : word;
  };
  return (
    <Form onSubmit={() => run(false)}>
      <Field
        label={t('title')}
        maxLength={120}
        value={words.title}
        problem={problem('title')}
        onInput={event => edit({ title: event.currentTarget.value })}
      />
      <Field
        label={t('summary')}
        hint={t('summary_hint')}
        maxLength={200}
        value={words.summary}
        problem={problem('summary')}
        onInput={event => edit({ summary: event.currentTarget.value })}
      />
      <Field
        label={t('keywords')}
        hint={t('keywords_hint')}
        maxLength={500}
        value={words.keywords}
        problem={problem('keywords')}
        onInput={event => edit({ keywords: event.currentTarget.value })}
      />
      <Area
        label={t('body')}
        rows={16}
        class="article-source"
        spellcheck
        value={words.body}
        problem={problem('body')}
        onInput={event => edit({ body: event.currentTarget.value })}
      />
      <div class="form-foot article-foot">
        <button type="submit" class="button" disabled={form.busy}>
          {t('save')}
        </button>
        <button type="button" class="button primary" disabled={form.busy} onClick={() => void run(true)}>
          {t(changed ? 'publish_this' : 'publish')}
        </button>
        {state && (
          <button type="button" class="button" onClick={() => setHistory(true)}>
            {t('history')}
          </button>
        )}
        {state && state.published > 0 && (
          <button type="button" class="button" onClick={withdraw}>
            {t('unpublish')}
          </button>
        )}
        {changed && <small class="muted">{t('unsaved')}</small>}
        {form.error?.code === 'conflict' ? (
          <p class="outcome bad" role="alert">
            {t('conflict')}
          </p>
        ) : (
          <Outcome form={form} />
        )}
      </div>
      <Preview lang={lang} words={words} />
      {history && (
        <Versions
          slug={article.slug}
          lang={lang}
          published={state?.published ?? 0}
          onRestored={version => {
            take(version);
            onChange();
          }}
          onClose={() => setHistory(false)}
        />
      )}
    </Form>
  );
}

function useLeaveWarning(changed: boolean): void {
  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [changed]);
}

/** As customers will see it; rendered by the server, a moment after the last key. */
function Preview({ lang, words }: { lang: Lang; words: Words }) {
  const [shown, setShown] = useState<ComponentChildren>(null);
  const [failed, setFailed] = useState(false);
  const asked = useRef(0);
  useEffect(() => {
    const mine = ++asked.current;
    const timer = setTimeout(() => {
      knowledge.preview(lang, words.body).then(
        html => {
          if (mine !== asked.current) return;
          setShown(rendered(html));
          setFailed(false);
        },
        () => mine === asked.current && setFailed(true),
      );
    }, 350);
    return () => clearTimeout(timer);
  }, [words.body, lang]);
  return (
    <section class="article-preview" aria-label={`${t('preview')} · ${t(`lang_${lang}`)}`}>
      <small class="muted">{failed ? t('preview_failed') : t('preview')}</small>
      <h2 class="preview-title">{words.title}</h2>
      {shown}
    </section>
  );
}
