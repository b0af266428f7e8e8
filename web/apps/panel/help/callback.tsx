// A call-back by appointment: how to reach him, and when.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Around } from './around';
import { Glyph } from './glyph';
import { callWindows } from './waits';
import { words } from './words';

interface CallBackProps extends Around {
  called(contact: string): void;
  close(): void;
}

type State = 'open' | 'sending' | 'empty' | 'secret' | 'unchecked' | 'failed' | 'done';

export function CallBack({ desk, tag, called, close }: CallBackProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, setState] = useState<State>('open');
  const [contact, setContact] = useState('');
  const [windows] = useState(() => callWindows(Date.now(), tag));
  const [chosen, setChosen] = useState(0);
  const { from, to, label } = windows[chosen]!;
  const said = words[tag].call;
  useEffect(() => dialog.current?.showModal(), []);

  const send = async () => {
    const reach = contact.trim();
    if (reach.length < 3) return setState('empty');
    setState('sending');
    const verdict = await desk.check(reach);
    if (verdict.state !== 'clean') return setState(verdict.state === 'found' ? 'secret' : 'unchecked');
    try {
      const body = JSON.stringify({ contact: reach, window: { from, to } });
      await desk.ask('/chat/v1/callback', { method: 'POST', body });
      called(reach);
      setState('done');
    } catch {
      setState('failed');
    }
  };

  const problem =
    state === 'empty' || state === 'failed'
      ? said[state]
      : state === 'secret' || state === 'unchecked'
        ? words[tag][state]
        : '';
  return (
    <dialog ref={dialog} class="call" aria-labelledby="call-title" onClose={close}>
      <header>
        <h2 id="call-title">{said.title}</h2>
        <button type="button" aria-label={words[tag].close} onClick={() => dialog.current?.close()}>
          <Glyph name="close" size={20} />
        </button>
      </header>
      {state === 'done' ? (
        <p role="status">{said.done(contact.trim(), label)}</p>
      ) : (
        <form
          onSubmit={event => {
            event.preventDefault();
            void send();
          }}
        >
          <p>{said.note}</p>
          <label>
            {said.contact}
            <input
              type="text"
              maxLength={120}
              autocomplete="off"
              value={contact}
              aria-invalid={problem !== '' && state !== 'failed'}
              onInput={event => setContact(event.currentTarget.value)}
            />
          </label>
          <label>
            {said.window}
            <select value={chosen} onChange={event => setChosen(Number(event.currentTarget.value))}>
              {windows.map((window, at) => (
                <option key={window.from} value={at}>
                  {window.label}
                </option>
              ))}
            </select>
          </label>
          {problem && (
            <p class="bad" role="alert">
              {problem}
            </p>
          )}
          <button type="submit" class="primary" disabled={state === 'sending'}>
            {said.send}
          </button>
        </form>
      )}
    </dialog>
  );
}
