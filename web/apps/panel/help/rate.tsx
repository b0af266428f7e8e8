// Five faces, why, and a word if he likes. Sent once; a reload remembers it.
import type { Message } from '@keydesk/wire/frames';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Around, remember, stayAtEnd } from './around';
import { Face, Glyph } from './glyph';
import { type Tag, words } from './words';

const RATED = 'rated';
const LONGEST = 1000;
type State = 'loading' | 'open' | 'sending' | 'failed' | 'secret' | 'unchecked' | 'done';

export function Rate({ m, desk, tag }: Around & { m: Message }) {
  const [state, setState] = useState<State>('loading');
  const [score, setScore] = useState(0);
  const [reasons, setReasons] = useState<readonly string[]>([]);
  const [comment, setComment] = useState('');
  const card = useRef<HTMLFormElement>(null);
  const said = words[tag].rate;
  useEffect(() => {
    void desk.vault
      .get<string[]>(RATED)
      .then(rated => setState(now => (rated?.includes(m.mid) ? 'done' : now === 'loading' ? 'open' : now)));
  }, [m.mid]);

  const rated = score > 0;
  useLayoutEffect(() => {
    // He is answering: the rest of the card comes into view wherever he stands.
    if (rated) card.current?.scrollIntoView({ block: 'nearest' });
    else stayAtEnd(card.current);
  }, [state === 'loading', rated]);

  const send = async () => {
    if (!score || state === 'sending') return;
    setState('sending');
    const text = comment.trim();
    if (text) {
      const verdict = await desk.check(text);
      if (verdict.state !== 'clean') return setState(verdict.state === 'found' ? 'secret' : 'unchecked');
    }
    const body = JSON.stringify({ score, reasons, ...(text ? { comment: text } : {}) });
    try {
      await desk.ask('/chat/v1/rate', { method: 'POST', body });
    } catch {
      return setState('failed');
    }
    await remember({ desk }, RATED, m.mid);
    setState('done');
  };

  if (state === 'loading') return null;
  if (state === 'done') {
    return (
      <p class="rate thanks" role="status">
        <Glyph name="check" />
        {said.thanks}
      </p>
    );
  }
  const problem =
    state === 'failed' ? said.failed : state === 'secret' || state === 'unchecked' ? words[tag][state] : '';
  return (
    <form
      class="rate"
      ref={card}
      onSubmit={event => {
        event.preventDefault();
        void send();
      }}
    >
      <Faces
        score={score}
        tag={tag}
        pick={picked => {
          setScore(picked);
          setReasons([]);
        }}
      />
      {rated && (
        <>
          <Reasons score={score} tag={tag} chosen={reasons} choose={setReasons} />
          <textarea
            rows={2}
            maxLength={LONGEST}
            value={comment}
            aria-label={said.comment}
            placeholder={said.comment}
            aria-invalid={state === 'secret'}
            onInput={event => setComment(event.currentTarget.value)}
          />
          {problem && (
            <p class="bad" role="alert">
              {problem}
            </p>
          )}
          <button type="submit" class="primary" disabled={state === 'sending'}>
            {said.send}
          </button>
        </>
      )}
    </form>
  );
}

interface FacesProps {
  score: number;
  tag: Tag;
  pick(score: number): void;
}

function Faces({ score, tag, pick }: FacesProps) {
  const id = useId();
  const said = words[tag].rate;
  return (
    <fieldset>
      <legend>{said.title}</legend>
      <div class="faces">
        {said.scores.map((label, at) => (
          <label key={label} class="face" title={label}>
            <input type="radio" name={id} checked={score === at + 1} onChange={() => pick(at + 1)} />
            <Face score={at + 1} />
            <span class="sr-only">{label}</span>
          </label>
        ))}
      </div>
      <p class="rate-said" aria-hidden="true">
        {score ? said.scores[score - 1] : ''}
      </p>
    </fieldset>
  );
}

interface ReasonsProps {
  score: number;
  tag: Tag;
  chosen: readonly string[];
  choose(reasons: readonly string[]): void;
}

function Reasons({ score, tag, chosen, choose }: ReasonsProps) {
  const said = words[tag].rate;
  return (
    <fieldset>
      <legend>{said.why}</legend>
      <div class="reasons">
        {Object.entries(score > 3 ? said.good : said.bad).map(([reason, label]) => (
          <label key={reason} class="reason">
            <input
              type="checkbox"
              checked={chosen.includes(reason)}
              onChange={event =>
                choose(event.currentTarget.checked ? [...chosen, reason] : chosen.filter(r => r !== reason))
              }
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
