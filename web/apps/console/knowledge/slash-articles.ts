// Articles among the saved replies of the composer's "/" menu: picked, they put in title and address.
import type { Conv, SavedReply } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { useEffect, useState } from 'preact/hooks';
import { knowledge } from './api';

export function useArticleReplies(query: string | undefined, conv: Conv): readonly SavedReply[] {
  const [found, setFound] = useState<readonly SavedReply[]>([]);
  const lang = conv.customer.locale ?? locale.value;
  useEffect(() => {
    setFound([]);
    if (!query?.trim()) return;
    const running = new AbortController();
    const timer = setTimeout(() => {
      knowledge.links(query, lang, running.signal).then(
        links =>
          setFound(
            links.slice(0, 3).map(link => ({
              id: `article:${link.slug}`,
              shortcut: link.slug,
              title: link.title,
              body: `${link.title}\n${new URL(link.url, location.origin).href}`,
              locale: link.locale,
              shared: true,
            })),
          ),
        () => {},
      );
    }, 150);
    return () => {
      clearTimeout(timer);
      running.abort();
    };
  }, [query, lang]);
  return found;
}
