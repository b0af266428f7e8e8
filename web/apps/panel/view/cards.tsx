// What the chain says, under the message that asked: one calm line, and behind it what to do. Fetched with
// the first of them, so it takes its language and everything else from its caller; what it imports and
// the panel uses too would become part of the panel's first load.
import { Mark, Sign } from '@keydesk/ui/diagnosis/mark';
import { hostOf, saidInRed, shortId, signOf, stateOf, toneOf } from '@keydesk/ui/diagnosis/model';
import { FourParts, Progress, Shields } from '@keydesk/ui/diagnosis/parts';
import { en, progressOf, type Words, zh } from '@keydesk/ui/diagnosis/words';
import type { Card } from '@keydesk/wire/frames';
import { useEffect, useRef, useState } from 'preact/hooks';

type Tag = 'en' | 'zh-CN';

const own = {
  en: {
    more: 'What to do',
    close: 'Close',
    asOf: (time: string) => `As of ${time}`,
    following: 'We keep watching. This changes by itself.',
    asking: 'This takes a few seconds. You can close this window; the answer stays here.',
    id: { transaction: 'Transaction', address: 'Address', link: 'Link', block: 'Block', error: 'Message' },
    next: 'It was replaced by',
    promise: 'We never need your seed phrase or private key for this.',
  },
  'zh-CN': {
    more: '查看怎么做',
    close: '关闭',
    asOf: (time: string) => `更新于 ${time}`,
    following: '我们会持续关注，状态变化会自动显示在这里。',
    asking: '需要几秒钟。您可以关闭窗口，结果会保留在这里。',
    id: { transaction: '交易', address: '地址', link: '链接', block: '区块', error: '提示文字' },
    next: '已被这笔交易替换',
    promise: '处理此事绝不需要您的助记词或私钥。',
  },
};

/** The styles are a file of their own: the policy allows no others, and the panel starts without them. */
export const styled = new Promise<void>(done => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.onload = link.onerror = () => done();
  link.href = CARDS_CSS_URL;
  document.head.append(link);
});

export function Cards({ all, mid, tag }: { all: readonly Card[]; mid?: string; tag: Tag }) {
  // An agent may have asked about something that the customer never wrote: that stands at the end.
  const mine = all.filter(card => (card.mid ?? undefined) === mid);
  return (
    <>
      {[...mine].reverse().map(card => (
        <One key={card.id} card={card} tag={tag} />
      ))}
    </>
  );
}

function One({ card, tag }: { card: Card; tag: Tag }) {
  const [open, setOpen] = useState(false);
  const words = tag === 'en' ? en : zh;
  const state = stateOf(card);
  const progress = progressOf(card, words);
  const shields = card.shield_advice;
  return (
    <div class={`tx tone-${toneOf(card)}`}>
      <button type="button" class="tx-line" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <span class="tx-mark">
          <Mark sign={signOf(card)} size={20} />
        </span>
        <span class="tx-said">
          <b>{words.told[state]}</b>
          <span>{[card.chain_name, progress].filter(Boolean).join(' · ')}</span>
          <small>
            {shortId(card.subject)}
            {card.advice && <i>{own[tag].more}</i>}
          </small>
        </span>
        <Sign name="more" size={18} />
      </button>
      {state === 'included' && card.needed > 0 && (
        <progress max={card.needed} value={Math.min(card.confirmations, card.needed)} aria-hidden="true" />
      )}
      {shields[0] && (
        <p class="tx-alarm">
          <Mark sign="alarm" size={16} />
          {words.shield(shields[0][tag].title)}
        </p>
      )}
      {open && <Sheet card={card} tag={tag} words={words} close={() => setOpen(false)} />}
    </div>
  );
}

interface SheetProps {
  card: Card;
  tag: Tag;
  words: Words;
  close(): void;
}

function Sheet({ card, tag, words, close }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const said = own[tag];
  const state = stateOf(card);
  const text = card.advice?.[tag];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the keyboard's way, and the browser does it
    <dialog
      ref={dialog}
      class={`tx-sheet tone-${toneOf(card)}`}
      aria-labelledby="tx-title"
      onClose={close}
      onClick={event => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="tx-body">
        <header>
          <span class="tx-mark">
            <Mark sign={signOf(card)} size={22} />
          </span>
          <div>
            <h2 id="tx-title">{text?.title ?? words.told[state]}</h2>
            <p>
              {text && text.title !== words.told[state] && `${words.told[state]} · `}
              {said.asOf(timeOf(card.at, tag))}
            </p>
          </div>
          <button type="button" aria-label={said.close} onClick={() => dialog.current?.close()}>
            <Sign name="close" size={20} />
          </button>
        </header>
        <Shields all={card.shield_advice} words={words} tag={tag} />
        <Progress sight={card} words={words} />
        {text && card.advice ? (
          !saidInRed(card) && <FourParts text={text} actor={card.advice.actor} words={words} />
        ) : (
          <p class="tx-note">{said.asking}</p>
        )}
        <Id
          label={`${said.id[card.kind] ?? ''}${card.chain_name && ` · ${card.chain_name}`}`}
          id={card.subject}
        />
        {card.replaced_by && <Id label={said.next} id={card.replaced_by} />}
        <Away link={card.link} words={words} />
        <p class="tx-note">
          {[card.following && said.following, said.promise].filter(Boolean).join(tag === 'en' ? ' ' : '')}
        </p>
      </div>
    </dialog>
  );
}

function Id({ label, id }: { label: string; id: string }) {
  return (
    <p class="tx-id">
      <small>{label}</small>
      <code>{id}</code>
    </p>
  );
}

function Away({ link, words }: { link: string; words: Words }) {
  const host = hostOf(link);
  if (!host) return null;
  return (
    <a class="tx-away" href={link} target="_blank" rel="noopener noreferrer">
      {words.open(host)}
      <Sign name="away" size={15} />
    </a>
  );
}

function timeOf(at: number, tag: Tag): string {
  const today = new Date(at).toDateString() === new Date().toDateString();
  const day: Intl.DateTimeFormatOptions = today ? {} : { month: 'short', day: 'numeric' };
  return new Intl.DateTimeFormat(tag, {
    ...day,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}
