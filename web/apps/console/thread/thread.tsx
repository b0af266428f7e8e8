// The fourth region: one conversation, with its head, its history and the composer.

import type { Id } from '@keydesk/client/index';
import { Inbox, Search } from '@keydesk/ui/icons';
import { useEffect } from 'preact/hooks';
import { Composer } from '../composer/composer';
import { DiagnosisStrip } from '../diagnosis/strip';
import { RelatedStrip } from '../doors/related';
import { t } from '../i18n/index';
import { follow, root } from '../lib/router';
import { Broken, Empty, Skeleton } from '../parts/states';
import { TieDialogs } from '../power/ties';
import { applyLocally, convSignal } from '../state/convs';
import { currentPath } from '../state/here';
import { api } from '../state/session';
import { lastSeq } from '../state/thread-model';
import { loadThread, threadSignal } from '../state/threads';
import { Header } from './header';
import { History } from './history';

export function ThreadRegion({ id }: { id: Id }) {
  const thread = threadSignal(id).value;
  const conv = convSignal(id)?.value;
  useReading(id);
  if (thread.phase === 'missing') {
    return (
      <main class="thread">
        <Empty icon={<Search size={28} />} title={t('thread.missing')} text={t('thread.missing_text')}>
          <a class="button" href={root + currentPath()} onClick={follow}>
            {t('thread.to_inbox')}
          </a>
        </Empty>
      </main>
    );
  }
  return (
    <main class="thread" aria-label={t('thread.label')}>
      {conv && <Header conv={conv} thread={thread} />}
      {thread.phase === 'loading' && <Skeleton rows={6} kind="thread" />}
      {thread.phase === 'failed' && <Broken text={t('thread.failed')} onRetry={() => void loadThread(id)} />}
      {thread.phase === 'ready' && conv && (
        <>
          <DiagnosisStrip id={id} />
          <RelatedStrip id={id} seq={lastSeq(thread)} />
          <History key={id} thread={thread} conv={conv} />
          <Composer key={`composer-${id}`} conv={conv} thread={thread} />
          <TieDialogs conv={conv} />
        </>
      )}
    </main>
  );
}

/** What is on screen while somebody looks counts as read. */
function useReading(id: Id): void {
  const thread = threadSignal(id).value;
  const seq = thread.phase === 'ready' ? lastSeq(thread) : 0;
  const unread = convSignal(id)?.value.unread ?? 0;
  useEffect(() => {
    if (seq === 0 || unread === 0) return;
    const read = () => {
      if (document.hidden) return;
      applyLocally(id, { unread: 0 });
      void api.readConversation(id, seq).catch(() => undefined);
    };
    // A glance while stepping through with j is not reading.
    const timer = setTimeout(read, 400);
    document.addEventListener('visibilitychange', read);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', read);
    };
  }, [id, seq, unread]);
}

export function NoThread() {
  return (
    <main class="thread thread-none" aria-label={t('thread.label')}>
      <Empty icon={<Inbox size={30} />} title={t('thread.none')} text={t('thread.none_text')}>
        <p class="key-hints">
          <span>
            <kbd>J</kbd> <kbd>K</kbd> {t('thread.hint_move')}
          </span>
          <span>
            <kbd>Ctrl</kbd> <kbd>K</kbd> {t('thread.hint_palette')}
          </span>
          <span>
            <kbd>?</kbd> {t('thread.hint_help')}
          </span>
        </p>
      </Empty>
    </main>
  );
}
