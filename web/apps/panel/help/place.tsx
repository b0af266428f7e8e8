// "You are number 3": one calm line, with what can be done instead of waiting.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AboveProps } from './above';
import { tap } from './around';
import { CallBack } from './callback';
import { Glyph } from './glyph';
import { mayAskForPerson, queueLine } from './waits';
import { TALK, words } from './words';

const SPOKEN_EVERY_MS = 20_000;

export function Place(props: AboveProps) {
  const { desk, tag, elsewhere } = props;
  const [calling, setCalling] = useState(false);
  const [called, setCalled] = useState('');
  const queue = desk.queue.value;
  const line = queue ? queueLine(queue, tag, Date.now()) : '';
  const spoken = useSpoken(line);
  const mine = desk.waiting.value.map(({ body }) => ({ from: 'customer' as const, body }));
  const talk = mayAskForPerson([...desk.thread.value.messages, ...mine]);
  const offers = line && queue?.state !== 'answered' ? (queue?.offers ?? []) : [];
  const said = words[tag];
  return (
    <>
      <p class="sr-only" role="status">
        {spoken}
      </p>
      {(line || talk) && (
        <section class={`place ${queue?.state ?? ''}`} aria-label={said.helpers}>
          {line && (
            <p>
              <Glyph name="clock" />
              <span>{line}</span>
            </p>
          )}
          {offers.includes('email') &&
            (elsewhere ? (
              <button type="button" onClick={elsewhere}>
                {said.email}
              </button>
            ) : (
              <a href={`/feedback?lang=${tag}`} target="_blank" rel="noopener">
                {said.email}
              </a>
            ))}
          {offers.includes('callback') &&
            (called ? (
              <span class="noted">
                <Glyph name="check" size={15} />
                {said.call.short}
              </span>
            ) : (
              <button type="button" aria-haspopup="dialog" onClick={() => setCalling(true)}>
                {said.callback}
              </button>
            ))}
          {talk && (
            <button type="button" class="talk" onClick={() => void tap(props, TALK[tag])}>
              <Glyph name="person" size={16} />
              {TALK[tag]}
            </button>
          )}
        </section>
      )}
      {calling && <CallBack {...props} called={setCalled} close={() => setCalling(false)} />}
    </>
  );
}

/** What a screen reader hears: the line as it stands, at most every twenty seconds. */
function useSpoken(line: string): string {
  const [spoken, setSpoken] = useState('');
  const last = useRef(0);
  useEffect(() => {
    if (line === spoken) return;
    const wait = Math.max(0, last.current + SPOKEN_EVERY_MS - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      setSpoken(line);
    }, wait);
    return () => clearTimeout(timer);
  }, [line, spoken]);
  return spoken;
}
