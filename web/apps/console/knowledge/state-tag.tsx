import { t } from '../i18n/articles';
import type { Article, Lang } from './api';

/** Where one language of an article stands. */
export function StateTag({ article, lang }: { article: Article; lang: Lang }) {
  const text = article.texts.find(one => one.locale === lang);
  if (!text) return <span class="tag bad">{t('missing', { lang: t(`lang_${lang}`) })}</span>;
  const look = { published: 'ok', changed: 'warn', draft: 'quiet' }[text.state];
  return (
    <span class={`tag ${look}`} title={t(text.state)}>
      {t(`lang_${lang}`)}
      {text.state !== 'published' && ` · ${t(text.state)}`}
      {text.state === 'published' && <span class="sr-only"> {t('published')}</span>}
    </span>
  );
}
