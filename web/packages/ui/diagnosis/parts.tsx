// The pieces that the customer's card and the agent's are made of.
import type { Actor, Advice, AdviceText } from '@keydesk/wire/frames';
import { Mark } from './mark';
import { type Sight, signOf, stateOf, toneOf } from './model';
import { Seal } from './seal';
import { progressOf, type Words } from './words';

type Tag = 'en' | 'zh-CN';

export function Pill({ sight, words }: { sight: Sight; words: Words }) {
  const state = stateOf(sight);
  return (
    <span class={`pill tone-${toneOf(sight)}`}>
      <Mark sign={signOf(sight)} size={15} />
      {words.state[state]}
    </span>
  );
}

/** Confirmations as a bar, a waiting time as words. */
export function Progress({ sight, words }: { sight: Sight; words: Words }) {
  const text = progressOf(sight, words);
  if (!text) return null;
  const counts = stateOf(sight) === 'included' && sight.needed > 0;
  return (
    <p class="progress">
      {text}
      {counts && (
        <progress max={sight.needed} value={Math.min(sight.confirmations, sight.needed)} aria-hidden="true" />
      )}
    </p>
  );
}

/** Red, and before everything else: somebody may be about to lose money. */
export function Shields({ all, words, tag }: { all: readonly Advice[]; words: Words; tag: Tag }) {
  return (
    <>
      {all.map(({ [tag]: text }) => (
        <div class="shield" key={text.title}>
          <Mark sign="alarm" size={19} />
          <div>
            <b>{words.shield(text.title)}</b>
            <Body text={[text.see, text.why].filter(Boolean).join(tag === 'en' ? ' ' : '')} />
            <Body text={text.now} />
            {text.never && <Body text={text.never} />}
          </div>
        </div>
      ))}
    </>
  );
}

interface FourProps {
  text: AdviceText;
  actor: Actor;
  words: Words;
}

export function FourParts({ text, actor, words }: FourProps) {
  return (
    <dl class="four">
      <dt>{words.see}</dt>
      <dd>
        <Body text={text.see} />
      </dd>
      {text.why && (
        <>
          <dt>{words.why}</dt>
          <dd>
            <Body text={text.why} />
          </dd>
        </>
      )}
      <dt class="four-now">
        {words.now}
        <span class={`actor ${actor === 'nobody' ? 'still' : ''}`}>{words.actor[actor] ?? ''}</span>
      </dt>
      <dd class="four-now">
        <Body text={text.now} />
      </dd>
      {text.never && (
        <>
          <dt class="four-never">{words.never}</dt>
          <dd class="four-never">
            <Body text={text.never} />
          </dd>
        </>
      )}
    </dl>
  );
}

const LONG_ID = /(0x[0-9a-f]{16,}|\b[a-z0-9]{26,}\b)/i;

const ADDRESS = /^(0x[0-9a-f]{40}|[13T][1-9A-Za-z]{25,34}|[a-z]{2,4}1[02-9a-z]{20,71})$/i;

/** Hashes and addresses in a face in which 0 and O, 1 and l differ; an address with its picture. */
function Body({ text }: { text: string }) {
  return (
    <p dir="auto">
      {text.split(LONG_ID).map((piece, i) =>
        i % 2 ? (
          <code key={String(i)}>
            {ADDRESS.test(piece) && <Seal address={piece} />}
            {piece}
          </code>
        ) : (
          piece
        ),
      )}
    </p>
  );
}
