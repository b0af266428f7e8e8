import { asApiError } from '@keydesk/client/index';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** The head every settings page has. `alone`: there is no heading above it. */
export function PageHead({
  title,
  text,
  alone,
  children,
}: {
  title: string;
  text?: string;
  alone?: boolean;
  children?: ComponentChildren;
}) {
  return (
    <header class="settings-head">
      <div>
        {alone ? <h1>{title}</h1> : <h2>{title}</h2>}
        {text && <p class="muted">{text}</p>}
      </div>
      {children}
    </header>
  );
}

export function Card({
  title,
  text,
  children,
}: {
  title?: string;
  text?: string;
  children: ComponentChildren;
}) {
  return (
    <section class="card">
      {title && <h3>{title}</h3>}
      {text && <p class="muted">{text}</p>}
      {children}
    </section>
  );
}

export interface Loaded<T> {
  value: T | undefined;
  failed: string;
  again: () => void;
}

/** Something a page loads when it opens. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T | undefined>();
  const [failed, setFailed] = useState('');
  const again = () => {
    setFailed('');
    load().then(setValue, failure => setFailed(asApiError(failure).message || 'error'));
  };
  useEffect(again, []);
  return { value, failed, again };
}
