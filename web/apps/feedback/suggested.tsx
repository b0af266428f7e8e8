// Articles that may answer what is being typed. Only what the guard found clean is compared, in a body and
// not in an address; the server forgets it.
import { locale } from '@keydesk/ui/i18n';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { GuardClient } from '../panel/guard';
import { t } from './words';

interface Article {
  slug: string;
  title: string;
  summary: string;
  url: string;
}

const PAUSE = 700; // ms without a key

async function ask(guard: GuardClient, text: string, signal: AbortSignal): Promise<Article[]> {
  const verdict = await guard.check(text, {
    earlier: [],
    agentSaid: '',
    locale: locale.value === 'en' ? 'en' : 'zh',
    declaredHash: false,
  });
  if (verdict.state !== 'clean' || signal.aborted) return [];
  const response = await fetch('/chat/v1/articles', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ q: [...text].slice(0, 200).join(''), locale: locale.value }),
    signal,
  });
  return response.ok ? ((await response.json()) as { items: Article[] }).items : [];
}

export function Suggested({ guard, text }: { guard: GuardClient; text: string }) {
  const found = useSignal<Article[]>([]);
  useEffect(() => {
    const words = text.trim();
    if ([...words].length < 4) {
      found.value = [];
      return;
    }
    const running = new AbortController();
    const timer = setTimeout(() => {
      ask(guard, words, running.signal).then(
        items => {
          found.value = items;
        },
        () => {},
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      running.abort();
    };
  }, [text, locale.value]);
  return (
    <div class="suggested" role="status">
      {found.value.length > 0 && (
        <>
          <p>{t('suggested')}</p>
          <ul>
            {found.value.map(article => (
              <li key={article.slug}>
                <a href={article.url} target="_blank" rel="noopener">
                  <b>{article.title}</b>
                  <span>{article.summary}</span>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
