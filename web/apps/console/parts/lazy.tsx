// A page or a dialog that is fetched when it is first opened.

import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { t } from '../i18n/index';
import { Broken, Skeleton } from './states';

/** `unseen`: what comes is there in a moment and lies over the page; nothing stands in its place. */
export function lazy<P extends object>(
  load: () => Promise<FunctionComponent<P>>,
  meanwhile: 'page' | 'unseen' = 'page',
): FunctionComponent<P> {
  const loaded = signal<FunctionComponent<P> | 'failed' | undefined>(undefined);
  let asked = false;
  const ask = () => {
    asked = true;
    loaded.value = undefined;
    load().then(
      page => {
        loaded.value = page;
      },
      () => {
        loaded.value = 'failed';
      },
    );
  };
  return props => {
    const Page = loaded.value;
    if (!asked) ask();
    if (Page && Page !== 'failed') return <Page {...props} />;
    if (meanwhile === 'unseen' && Page === undefined) return null;
    return (
      <main class="settings" aria-busy={Page === undefined}>
        {Page === 'failed' ? (
          // After an update of the server the old page's files may be gone: only a fresh page helps then.
          <Broken text={t('start.failed')} onRetry={() => location.reload()} />
        ) : (
          <Skeleton rows={4} kind="form" />
        )}
      </main>
    );
  };
}
