// How to verify us, and the other doors by which a conversation can go on. Fetched when it is asked for, so
// it takes its language and everything else from its caller, like the cards.
import { DoorBadge } from '@keydesk/ui/door-icons';
import { useEffect, useRef, useState } from 'preact/hooks';

type Tag = 'en' | 'zh-CN';

export interface OtherDoor {
  inbox: string;
  kind: string;
  name: { en: string; zh: string };
  url: string;
}

interface Face {
  verify_url?: string;
  doors?: OtherDoor[];
}

const own = {
  en: {
    title: 'How to tell that this is official support',
    host: 'This window comes from',
    said: [
      'Compare the domain above with the one your wallet app shows under “Contact support”.',
      'Official support talks to you only in a window that you opened. We never message you first.',
      'We never ask for a seed phrase, private key, code, payment or remote control.',
    ],
    done: 'Got it',
    elsewhere: 'Continue in another app',
    go: (name: string) => `Continue in ${name}`,
    open: (name: string) => `Open ${name}`,
    note: 'The link works once and only for you. What was said here stays with your conversation.',
    failed: 'That did not work. Please try again.',
  },
  'zh-CN': {
    title: '如何确认您在和官方客服对话',
    host: '本窗口来自',
    said: [
      '请核对上面的域名与钱包应用内“联系客服”所示一致。',
      '官方客服只在您主动打开的窗口里与您对话，不会先私信您。',
      '我们绝不会索要助记词、私钥、验证码、付款或远程控制。',
    ],
    done: '知道了',
    elsewhere: '换到其他应用继续',
    go: (name: string) => `在 ${name} 中继续`,
    open: (name: string) => `打开 ${name}`,
    note: '链接仅供您本人使用一次，这里的对话内容会一并保留。',
    failed: '未能成功，请重试。',
  },
};

/** The styles are a file of their own: the policy allows no others, and the panel starts without them. */
export const styled = new Promise<void>(done => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.onload = link.onerror = () => done();
  link.href = MORE_CSS_URL;
  document.head.append(link);
});

interface SheetProps {
  which: 'verify' | 'doors';
  tag: Tag;
  face: Face;
  ask(door: OtherDoor): Promise<string>;
  close(): void;
}

export function Sheet({ which, tag, face, ask, close }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const said = own[tag];
  const done = (
    <button type="button" class="primary" onClick={() => dialog.current?.close()}>
      {said.done}
    </button>
  );
  if (which === 'doors') {
    return (
      <dialog class="sheet" ref={dialog} aria-label={said.elsewhere} onClose={close}>
        <Doors doors={face.doors ?? []} tag={tag} ask={ask} />
        <p />
        {done}
      </dialog>
    );
  }
  return (
    <dialog class="sheet" ref={dialog} aria-labelledby="verify-title" onClose={close}>
      <h2 id="verify-title">{said.title}</h2>
      <p class="sheet-label">{said.host}</p>
      <p class="sheet-host">{location.host}</p>
      <ul>
        {said.said.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {face.verify_url && (
        <p>
          <a href={face.verify_url} target="_blank" rel="noopener noreferrer">
            {new URL(face.verify_url, location.href).host}
          </a>
        </p>
      )}
      {done}
    </dialog>
  );
}

interface DoorsProps {
  doors: readonly OtherDoor[];
  tag: Tag;
  ask(door: OtherDoor): Promise<string>;
}

/** The link is made when it is wished for, and opened by a second tap that shows where it leads. */
export function Doors({ doors, tag, ask }: DoorsProps) {
  const [links, setLinks] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState('');
  const [failed, setFailed] = useState(false);
  const said = own[tag];
  const made = useRef<HTMLAnchorElement>(null);
  useEffect(() => made.current?.focus(), [links]);
  const wish = async (door: OtherDoor) => {
    setBusy(door.inbox);
    setFailed(false);
    try {
      setLinks({ [door.inbox]: await ask(door) });
    } catch {
      setFailed(true);
    }
    setBusy('');
  };
  return (
    <section class="doors" aria-label={said.elsewhere}>
      <h2>{said.elsewhere}</h2>
      <ul>
        {doors.map(door => {
          const name = tag === 'en' ? door.name.en : door.name.zh;
          const url = links[door.inbox];
          return (
            <li key={door.inbox}>
              {url && /^https:/.test(url) ? (
                <a ref={made} href={url} target="_blank" rel="noopener noreferrer">
                  <DoorBadge kind={door.kind} />
                  {said.open(name)}
                  <small>{new URL(url).host}</small>
                </a>
              ) : (
                <button type="button" disabled={busy === door.inbox} onClick={() => void wish(door)}>
                  <DoorBadge kind={door.kind} />
                  {said.go(name)}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {failed && (
        <p class="note bad" role="alert">
          {said.failed}
        </p>
      )}
      <p class="note">{said.note}</p>
    </section>
  );
}
