// A quiet row while somebody types: what would help, and what may answer it already. It is asked only about
// text that the guard found clean, and never again for a draft in which it saw a secret.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Around, toComposer } from './around';
import { type Found, nothing, suggestions } from './asked';
import { Glyph } from './glyph';
import { words } from './words';

const LEAST = 6;
/** A finger on its way to something else must not meet what has only just appeared. */
const SETTLES_MS = 400;

export function Hints({ desk, draft, tag }: Around) {
  const [found, setFound] = useState<Found>(nothing);
  const [settled, setSettled] = useState(false);
  const row = useRef<HTMLElement>(null);
  const silent = useRef(false);
  const text = draft.value;
  const judged = desk.judged.value;
  const online = desk.state.value === 'online';
  const empty = text.trim() === '';

  useEffect(() => {
    if (!empty) return;
    silent.current = false;
    setFound(nothing);
  }, [empty]);

  useEffect(() => {
    if (silent.current || judged?.state === 'found' || !online) return setFound(nothing);
    const clean = judged?.state === 'clean' && judged.text === text;
    if (!clean || text.trim().length < LEAST) return;
    const stop = new AbortController();
    void suggestions(desk, text.trim(), tag, stop.signal).then(next => {
      // What he points at or has the focus on stays as it is.
      if (!stop.signal.aborted && !row.current?.matches(':hover, :focus-within')) setFound(next);
    });
    return () => stop.abort();
  }, [text, judged, online, tag]);

  const here = !empty && (found.hint !== '' || found.articles.length > 0);
  useEffect(() => {
    setSettled(false);
    if (!here) return;
    const timer = setTimeout(() => setSettled(true), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [here, found]);

  const said = words[tag];
  return (
    <>
      <p class="sr-only" role="status">
        {here ? found.hint : ''}
      </p>
      {here && (
        <section class={`hints${settled ? '' : ' settling'}`} aria-label={said.articles} ref={row}>
          <div>
            {found.hint && (
              <p>
                <Glyph name="bulb" />
                <span>{found.hint}</span>
              </p>
            )}
            {found.articles.length > 0 && (
              <ul>
                {found.articles.map(({ title, url }) => (
                  <li key={url}>
                    <a href={url} target="_blank" rel="noopener noreferrer" title={title}>
                      <Glyph name="page" size={15} />
                      <span>{title}</span>
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </div>
          <button
            type="button"
            aria-label={said.dismiss}
            title={said.dismiss}
            onClick={() => {
              silent.current = true;
              setFound(nothing);
              toComposer();
            }}
          >
            <Glyph name="close" size={16} />
          </button>
        </section>
      )}
    </>
  );
}
