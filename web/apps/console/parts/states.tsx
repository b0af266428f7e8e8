// What a region shows when it has nothing to show: loading, empty, broken.

import { Retry, Warn } from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { t } from '../i18n/index';

export function Skeleton({ rows, kind }: { rows: number; kind: 'list' | 'thread' | 'form' }) {
  return (
    <div class={`skeleton skeleton-${kind}`} role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index}>
          <i />
          <b />
          <b />
        </div>
      ))}
    </div>
  );
}

export function Empty(props: {
  icon: ComponentChildren;
  title: string;
  text?: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <span class="empty-icon">{props.icon}</span>
      <h3>{props.title}</h3>
      {props.text && <p>{props.text}</p>}
      {props.children}
    </div>
  );
}

export function Broken({ text, onRetry }: { text: string; onRetry: () => void }) {
  return (
    <div class="empty" role="alert">
      <span class="empty-icon bad">
        <Warn size={28} />
      </span>
      <h3>{text}</h3>
      <button type="button" class="button" onClick={onRetry}>
        <Retry size={16} />
        {t('retry')}
      </button>
    </div>
  );
}
