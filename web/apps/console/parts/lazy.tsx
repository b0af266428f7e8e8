// A page that is fetched when it is first opened.

import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { t } from '../i18n/index';
import { Broken, Skeleton } from './states';

export function lazy<P extends object>(load: () => Promise<FunctionComponent<P>>): FunctionComponent<P> {
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
