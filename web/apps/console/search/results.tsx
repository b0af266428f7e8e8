// Search over everything that was said; a hit leads to its message.

import { asApiError, type SearchHit } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Search } from '@keydesk/ui/icons';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { follow, root } from '../lib/router';
import { fullTime, shortAge } from '../lib/time';
import { Avatar } from '../parts/avatar';
import { Broken, Empty, Skeleton } from '../parts/states';
import { now } from '../state/clock';
import { searchText } from '../state/here';
import { api } from '../state/session';

interface State {
  phase: 'idle' | 'loading' | 'ready' | 'failed';
  hits: readonly SearchHit[];
  next: string | null;
  took: number;
  why?: string;
}

const idle: State = { phase: 'idle', hits: [], next: null, took: 0 };

export function Results() {
  const text = searchText.value;
  const [from, setFrom] = useState<'' | 'customer' | 'agent'>('');
  const [state, setState] = useState<State>(idle);
  const running = useRef<AbortController>();

  const look = async (after?: string) => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    if (!after) setState(known => ({ ...known, phase: known.hits.length ? 'ready' : 'loading' }));
    try {
      const answer = await api.search({ q: text, after, limit: 50, from: from || undefined }, control.signal);
      setState(known => ({
        phase: 'ready',
        hits: after ? [...known.hits, ...answer.items] : answer.items,
        next: answer.next ?? null,
        took: answer.took_ms,
      }));
    } catch (failure) {
      if (!control.signal.aborted) setState({ ...idle, phase: 'failed', why: asApiError(failure).message });
    }
  };
  useEffect(() => {
    if (text) void look();
    else setState(idle);
    return () => running.current?.abort();
  }, [text, from]);

  if (state.phase === 'idle') {
    return <Empty icon={<Search size={28} />} title={t('search.title')} text={t('search.hint')} />;
  }
  if (state.phase === 'loading') return <Skeleton rows={8} kind="list" />;
  if (state.phase === 'failed')
    return <Broken text={state.why || t('search.failed')} onRetry={() => void look()} />;
  return (
    <>
      <div class="search-info">
        <span role="status">
          {t(state.next ? 'search.count_more' : 'search.count', {
            count: state.hits.length,
            ms: Math.max(1, Math.round(state.took)),
          })}
        </span>
        <div class="tabs small" role="group" aria-label={t('search.from')}>
          {(['', 'customer', 'agent'] as const).map(who => (
            <button type="button" key={who} aria-pressed={from === who} onClick={() => setFrom(who)}>
              {t(who ? `search.from_${who}` : 'search.from_all')}
            </button>
          ))}
        </div>
      </div>
      {state.hits.length === 0 && (
        <Empty icon={<Search size={28} />} title={t('search.none', { text })} text={t('search.none_text')} />
      )}
      {state.hits.length > 0 && (
        <div class="list-scroll results">
          <ul>
            {state.hits.map(hit => (
              <li key={hit.message.id}>
                <Hit hit={hit} />
              </li>
            ))}
          </ul>
          {state.next && (
            <button type="button" class="button wide" onClick={() => void look(state.next ?? undefined)}>
              {t('search.more')}
            </button>
          )}
        </div>
      )}
    </>
  );
}

function Hit({ hit }: { hit: SearchHit }) {
  const { conversation: conv, message } = hit;
  return (
    <a class="hit" href={`${root}/c/${conv.id}?m=${message.seq}`} onClick={follow}>
      <Avatar name={conv.customer.name} seed={conv.customer.avatar_seed ?? conv.customer.id} />
      <span class="row-main">
        <span class="row-top">
          <strong>{conv.customer.name}</strong>
          <span class="mono muted">#{conv.number}</span>
          <time title={fullTime(message.at, locale.value)}>
            {shortAge(message.at, now.value, locale.value)}
          </time>
        </span>
        <span class="hit-text">
          {hit.snippet.map((piece, index) =>
            piece.hit ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
          )}
        </span>
        <span class="row-tags">
          <span class="tag quiet">{t(`said.${message.kind}` as 'said.customer')}</span>
          <span class="tag">{t(`status.${conv.status}`)}</span>
        </span>
      </span>
    </a>
  );
}
