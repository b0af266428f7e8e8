// What hangs under an automatic message: article cards, answers to tap, the card that asks for a rating.
import type { Message } from '@keydesk/wire/frames';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Around, stayAtEnd, tap } from './around';
import { webAddress } from './asked';
import { Glyph } from './glyph';
import { Rate } from './rate';
import { TALK, words } from './words';

export function Auto({ m, ...around }: Around & { m: Message }) {
  const { desk, tag } = around;
  const box = useRef<HTMLDivElement>(null);
  // The log followed the message; this came after it.
  useLayoutEffect(() => stayAtEnd(box.current), []);
  const { messages } = desk.thread.value;
  const newest = messages[messages.length - 1]?.mid === m.mid && desk.waiting.value.length === 0;
  if (m.auto === 'csat') {
    // The question has answers to tap, the thanks for one has none.
    const last = [...messages].reverse().find(x => x.auto === 'csat' && x.quick?.length);
    return last?.mid === m.mid ? <Rate m={m} {...around} /> : null;
  }
  // A person has a button of his own, above the composer.
  const person = Object.values(TALK);
  const quick = newest ? (m.quick ?? []).filter(text => !person.includes(text)) : [];
  if (!quick.length && !m.links?.length) return null;
  return (
    <div class="offered" ref={box}>
      <Links m={m} tag={tag} />
      {quick.length > 0 && (
        <ul class="quick" aria-label={words[tag].quick}>
          {quick.map(text => (
            <li key={text}>
              <button type="button" onClick={() => void tap(around, text)}>
                {text}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Links({ m, tag }: { m: Message; tag: Around['tag'] }) {
  const links = (m.links ?? []).flatMap(({ title, url }) => {
    const address = webAddress(url, location.href);
    return address ? [{ title, address }] : [];
  });
  if (!links.length) return null;
  return (
    <ul class="leads" aria-label={words[tag].articles}>
      {links.map(({ title, address }) => (
        <li key={address}>
          <a href={address} target="_blank" rel="noopener noreferrer">
            <Glyph name="page" size={20} />
            <span>
              <b>{title}</b>
              <small>{new URL(address).host}</small>
            </span>
            <Glyph name="away" size={15} />
            <span class="sr-only">{words[tag].newTab}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
