// What customers said, and who looked after the low ones.

import { asApiError } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Check, Smile } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { r } from '../i18n/reports';
import { follow, root } from '../lib/router';
import { fullTime } from '../lib/time';
import { errorText } from '../parts/form';
import { Broken, Empty, Skeleton } from '../parts/states';
import { sayFailed } from '../state/failed';
import { isAdmin, me } from '../state/session';
import { csvAddress, followUp, type Query, type Rating, ratings } from './api';
import { Csv } from './csv';
import { SurveySettings } from './survey';
import { reasonName } from './words';

export function RatingsCard({
  query,
  low,
  onLow,
}: {
  query: Query;
  low: boolean;
  onLow: (low: boolean) => void;
}) {
  const asked: Query = { from: query.from, ...(low ? { low: 1 } : {}) };
  const key = JSON.stringify(asked);
  const [items, setItems] = useState<Rating[] | undefined>();
  const [next, setNext] = useState<string | null>(null);
  const [failed, setFailed] = useState('');
  const [settings, setSettings] = useState(false);
  const load = (after?: string) => {
    const stop = new AbortController();
    setFailed('');
    ratings({ ...asked, ...(after ? { after } : {}) }, stop.signal).then(
      page => {
        setItems(known => (after ? [...(known ?? []), ...page.items] : page.items));
        setNext(page.next);
      },
      failure => !stop.signal.aborted && setFailed(errorText(asApiError(failure))),
    );
    return () => stop.abort();
  };
  useEffect(() => load(), [key]);
  const followed = async (rating: Rating) => {
    try {
      await followUp(rating.id);
      const name = me.value?.name ?? '';
      setItems(known => known?.map(one => (one.id === rating.id ? { ...one, followed_by: name } : one)));
    } catch (failure) {
      sayFailed(failure);
    }
  };
  return (
    <section class="card plot-card">
      <header>
        <div>
          <h2>{r('ratings')}</h2>
          <p class="muted">{r('ratings_text')}</p>
        </div>
        <div class="plot-acts">
          <Csv href={csvAddress('csat/ratings', asked)} name={r('ratings')} />
        </div>
      </header>
      <div class="ratings-acts">
        <button type="button" class="button small" aria-pressed={low} onClick={() => onLow(!low)}>
          {r('ratings.low')}
        </button>
        {isAdmin.value && (
          <button type="button" class="link-button" onClick={() => setSettings(true)}>
            {r('survey')}
          </button>
        )}
      </div>
      {failed && <Broken text={failed} onRetry={() => load()} />}
      {!items && !failed && <Skeleton rows={2} kind="form" />}
      {items?.length === 0 && (
        <Empty icon={<Smile size={26} />} title={r('ratings.empty')} text={r('ratings.empty_text')} />
      )}
      <ul class="ratings">
        {items?.map(rating => (
          <RatingLine key={rating.id} rating={rating} onFollow={() => void followed(rating)} />
        ))}
      </ul>
      {next && (
        <button type="button" class="link-button" onClick={() => load(next)}>
          {r('ratings.more')}
        </button>
      )}
      {settings && <SurveySettings onClose={() => setSettings(false)} />}
    </section>
  );
}

function RatingLine({ rating, onFollow }: { rating: Rating; onFollow: () => void }) {
  return (
    <li>
      <span
        class={`score ${rating.score <= 2 ? 'low' : rating.score >= 4 ? 'high' : ''}`}
        role="img"
        aria-label={r('ratings.score', { score: rating.score })}
      >
        {rating.score}
      </span>
      <div class="ratings-main">
        <p>
          <a
            href={`${root}/c/${rating.conversation}`}
            onClick={follow}
            title={r('ratings.open', { number: rating.number })}
          >
            {rating.customer}
          </a>
          <small class="muted">
            {[rating.agent, fullTime(rating.at, locale.value)].filter(Boolean).join(' · ')}
          </small>
        </p>
        {rating.comment && <p class="ratings-comment">{rating.comment}</p>}
        {rating.reasons.length > 0 && (
          <p class="reasons">
            {rating.reasons.map(reason => (
              <span key={reason} class="tag">
                {reasonName(reason)}
              </span>
            ))}
          </p>
        )}
        {rating.score <= 2 &&
          (rating.followed_by ? (
            <small class="followed">
              <Check size={14} /> {r('ratings.followed', { name: rating.followed_by })}
            </small>
          ) : (
            <button type="button" class="button small" onClick={onFollow}>
              {r('ratings.follow')}
            </button>
          ))}
      </div>
    </li>
  );
}
