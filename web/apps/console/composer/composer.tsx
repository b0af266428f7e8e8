// Where an agent writes: a reply for the customer or a note for the team, with files, emoji and
// saved replies. What is typed is never lost: it is kept as a draft until the server has it.

import type { Conv, MacroOffer } from '@keydesk/client/index';
import { Clip, Lock, Note, Reply, Send, Smile } from '@keydesk/ui/icons';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { AssistButtons, AssistStrip } from '../assistant/composer';
import { measure, measureText, refusal } from '../doors/budget';
import { DoorLine, DoorNotice } from '../doors/door-line';
import { doorFor } from '../doors/names';
import { t } from '../i18n/index';
import { onOpen } from '../palette/openers';
import { useServerDraft } from '../power/autosave';
import { MacroStrip } from '../power/macro-strip';
import { doorsOf } from '../state/doors';
import { bodyOf, changeDraft, draftFor } from '../state/drafts';
import { sendKey } from '../state/prefs';
import { myId } from '../state/session';
import { lastSeq, newsSince, type Thread } from '../state/thread-model';
import { send } from '../state/threads';
import { atEnd } from '../thread/at-end';
import { EmojiButton } from './emoji-button';
import { Held } from './held';
import { useMentions } from './mentions';
import { MovedOn } from './moved-on';
import { SlashMenu, useSlash } from './slash';
import { addFiles, type Upload, UploadList } from './uploads';
import { useTyping } from './use-typing';

const mac = /mac|iphone|ipad/i.test(navigator.platform);

export function Composer({ conv, thread }: { conv: Conv; thread: Thread }) {
  const id = conv.id;
  const draft = draftFor(id).value;
  const body = bodyOf(draft);
  const field = useRef<HTMLTextAreaElement>(null);
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [over, setOver] = useState(false);
  const slash = useSlash(field, conv, (text, macro) => write(text, macro));
  const mentions = useMentions(field, draft.kind === 'note', text => write(text));
  const saySo = useTyping(id, draft.kind === 'note');
  const doors = doorsOf(id).value;
  const door = draft.kind === 'note' ? undefined : doorFor(doors, draft.via);
  const can = door?.capabilities;
  const measured = can ? measure(body.trim(), draft.attachments.length, can) : undefined;
  const unfit = draft.attachments.map(file => refusal(file, door)).find(Boolean);

  useServerDraft(id);
  onOpen('reply', () => turn('reply'));
  onOpen('macro', () => {
    turn('reply');
    slash.summon();
  });
  onOpen('note', () => turn('note'));

  // The field grows with what is in it.
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 240)}px`;
  }, [body, draft.kind]);

  // What came in while the agent could see it counts as seen; a colleague's answer must be looked at.
  const seq = lastSeq(thread);
  useEffect(() => {
    const now = draftFor(id).peek();
    if (now.begunAt === 0 || document.hidden || !atEnd.peek()) return;
    const byColleague = newsSince(thread, now.begunAt, myId.peek()).some(message => message.kind === 'reply');
    if (!byColleague) changeDraft(id, { begunAt: seq });
  }, [seq]);

  function write(text: string, macro: MacroOffer | undefined = draft.macro): void {
    const begunAt = text === '' ? 0 : draft.begunAt || lastSeq(thread);
    changeDraft(id, { [draft.kind]: text, begunAt, macro });
    saySo(text !== '');
  }

  function turn(kind: 'reply' | 'note'): void {
    changeDraft(id, { kind });
    // At once: a fast typist's next letter already belongs here.
    field.current?.focus();
  }

  const uploading = uploads.some(upload => upload.state === 'running');
  const barred = unfit !== undefined || door?.state === 'unreachable';
  const macro = draft.kind === 'reply' ? draft.macro : undefined;
  const filled = body.trim() !== '' || draft.attachments.length > 0 || macro !== undefined;
  const ready = filled && !uploading && !barred;

  function submit(): void {
    if (!ready) return;
    saySo(false);
    void send(id, {
      kind: draft.kind,
      body: body.trim(),
      attachments: draft.attachments,
      seen_seq: draft.begunAt || lastSeq(thread),
      // What the agent saw is what happens, also when the customer changes the door meanwhile.
      via: door?.thread,
      macro: macro?.id,
    });
    const blank = { attachments: [], begunAt: 0, kind: 'reply', via: undefined, macro: undefined } as const;
    changeDraft(id, { ...blank, attachments: [], [draft.kind]: '' });
    setUploads(list => list.filter(upload => upload.state === 'failed'));
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    // While an input method is open, Enter chooses a word; it must never send.
    if (event.isComposing || event.keyCode === 229) return;
    if (mentions.onKeyDown(event) || slash.onKeyDown(event)) return;
    if (event.key === 'Escape') field.current?.blur();
    if (event.key !== 'Enter' || event.shiftKey) return;
    const mod = event.metaKey || event.ctrlKey;
    if (sendKey.value === 'mod-enter' && !mod) return;
    event.preventDefault();
    submit();
  }

  const take = (files: Iterable<File>) => void addFiles(id, files, setUploads, door);
  const choose = (thread: string) => {
    changeDraft(id, { via: thread });
    field.current?.focus();
  };
  const note = draft.kind === 'note';
  const look = () => {
    slash.look();
    mentions.look();
  };
  const news = draft.begunAt ? newsSince(thread, draft.begunAt, myId.value) : [];
  const key = sendKey.value === 'enter' ? 'Enter' : mac ? '⌘ Enter' : 'Ctrl Enter';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping files has the button as its keyboard way
    <div
      class={`composer ${note ? 'note' : ''} ${over ? 'over' : ''}`}
      onDragOver={event => {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files ?? []);
      }}
    >
      {thread.held && <Held held={thread.held} id={id} />}
      {!thread.held && news.some(message => message.kind === 'reply') && (
        <MovedOn news={news} onSeen={() => changeDraft(id, { begunAt: lastSeq(thread) })} />
      )}
      <form
        class="composer-box"
        onSubmit={event => {
          event.preventDefault();
          submit();
        }}
      >
        <div class="composer-tabs" role="group" aria-label={t('composer.kind')}>
          <button type="button" aria-pressed={!note} onClick={() => turn('reply')}>
            <Reply size={16} />
            {t('composer.reply')}
          </button>
          <button type="button" aria-pressed={note} onClick={() => turn('note')}>
            <Note size={16} />
            {t('composer.note')}
          </button>
          {note && <span class="composer-hint">{t('composer.note_hint')}</span>}
          {door && doors && <DoorLine doors={doors} door={door} onChoose={choose} />}
        </div>
        {door && doors && <DoorNotice doors={doors} door={door} onChoose={choose} measured={measured} />}
        {mentions.list || (slash.open && <SlashMenu slash={slash} />)}
        {macro && <MacroStrip macro={macro} onRemove={() => changeDraft(id, { macro: undefined })} />}
        <AssistStrip id={id} />
        <textarea
          ref={field}
          rows={2}
          dir="auto"
          value={body}
          aria-label={t(note ? 'composer.write_note' : 'composer.write_reply')}
          placeholder={t(note ? 'composer.write_note' : 'composer.write_reply')}
          {...(mentions.open ? mentions.aria : slash.aria)}
          onInput={event => {
            write(event.currentTarget.value);
            look();
          }}
          onClick={look}
          onKeyDown={onKeyDown}
          onPaste={event => {
            const files = [...(event.clipboardData?.files ?? [])];
            if (files.length === 0) return;
            event.preventDefault();
            take(files);
          }}
        />
        <UploadList
          conversation={id}
          attachments={draft.attachments}
          uploads={uploads}
          onChange={setUploads}
          door={door}
        />
        <div class="composer-foot">
          <FileButton onFiles={take} />
          <EmojiButton
            onPick={emoji => {
              const element = field.current;
              if (!element) return;
              const at = element.selectionStart;
              write(body.slice(0, at) + emoji + body.slice(element.selectionEnd));
              requestAnimationFrame(() => {
                element.focus();
                element.setSelectionRange(at + emoji.length, at + emoji.length);
              });
            }}
          >
            <Smile />
          </EmojiButton>
          <button
            type="button"
            class="icon-button"
            aria-label={t('composer.saved')}
            title={`${t('composer.saved')} (/)`}
            onClick={slash.summon}
          >
            <kbd>/</kbd>
          </button>
          <AssistButtons conv={conv} />
          <span class="composer-guard">
            <Lock size={15} />
            <span>{t(note ? 'composer.team_only' : 'composer.never_ask')}</span>
          </span>
          {can && measured && body !== '' && door.kind !== 'web' && (
            <output
              class={`counter ${measured.used > measured.longest ? 'over' : measured.near ? 'near' : ''}`}
            >
              {measureText(measured, can)}
            </output>
          )}
          <button type="submit" class="button primary send" disabled={!ready} title={key}>
            {t(note ? 'composer.add_note' : 'composer.send')}
            {note ? <Note size={16} /> : <Send size={16} />}
          </button>
        </div>
      </form>
    </div>
  );
}

function FileButton({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={t('composer.attach')}
        title={t('composer.attach')}
        onClick={() => input.current?.click()}
      >
        <Clip />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('composer.attach')}
        onChange={event => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
