import type { EmojiPicker as Picker } from '@keydesk/ui/emoji';
import { locale } from '@keydesk/ui/i18n';
import { Clip, Lock, Send, Smile } from '@keydesk/ui/icons';
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Findings } from '../guard';
import { shown, touch } from '../shell';
import { certain, type Desk, MAX_BODY } from '../store/desk';
import { t } from '../words';
import { Files } from './files';
import { GuardCard, type Hold } from './guardcard';
import { Help } from './on-demand';

const DRAFT_SETTLES_MS = 600;
const TYPING_EVERY_MS = 3000;
const WARN_LEFT = 500;

interface ComposerProps {
  desk: Desk;
  draft: Signal<string>;
  /** Shows the other doors, where there are any. */
  elsewhere?: () => void;
}

export function Composer({ desk, draft, elsewhere }: ComposerProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const checking = useSignal(false);
  const hold = useSignal<Hold | null>(null);
  const emoji = useSignal(false);
  const Emoji = useSignal<typeof Picker | null>(null);
  const text = draft.value;
  const uploads = desk.uploads.items.value;
  const left = MAX_BODY - text.length;
  const ready = text.trim() !== '' || uploads.some(u => u.state === 'done');
  const blocked = desk.uploads.busy || left < 0 || checking.value;

  useKeptDraft(desk, draft);
  useTypingMark(desk, text);

  useLayoutEffect(() => {
    const el = area.current!;
    el.style.height = 'auto';
    el.style.height = `${Math.min(el.scrollHeight, 132)}px`;
  }, [text]);
  useEffect(() => {
    if (shown.value && !touch) area.current?.focus();
  }, [shown.value]);
  // Whatever changes the text makes an earlier verdict void.
  useEffect(() => {
    hold.value = null;
  }, [text]);

  const focus = () => area.current?.focus();

  const submit = async (declaredHash = false) => {
    const body = draft.peek().trim();
    if (!ready || blocked) return;
    checking.value = true;
    hold.value = null;
    const verdict = await desk.check(body, declaredHash);
    checking.value = false;
    if (draft.peek().trim() !== body) return;
    if (verdict.state === 'unavailable') {
      hold.value = { kind: 'down' };
      return;
    }
    if (verdict.state === 'found') {
      desk.judge(body, 'found');
      hold.value = { kind: certain(verdict.findings) ? 'secret' : 'ask', findings: verdict.findings };
      return;
    }
    await desk.say(body, declaredHash ? 'tx_hash' : undefined);
    draft.value = '';
    desk.typed(false);
    focus();
  };

  const remove = (findings: Findings) => {
    draft.value = findings.redacted;
    hold.value = null;
    focus();
  };

  const insert = (piece: string) => {
    const el = area.current!;
    const [from, to] = [el.selectionStart, el.selectionEnd];
    draft.value = text.slice(0, from) + piece + text.slice(to);
    emoji.value = false;
    requestAnimationFrame(() => {
      el.focus();
      el.setSelectionRange(from + piece.length, from + piece.length);
    });
  };

  return (
    <section class="composer" aria-label={t('send')}>
      {Help.value && <Help.value.Above desk={desk} draft={draft} tag={locale.value} elsewhere={elsewhere} />}
      {hold.value && (
        <GuardCard
          hold={hold.value}
          remove={remove}
          edit={() => {
            hold.value = null;
            focus();
          }}
          retry={() => void submit()}
          declare={() => void submit(true)}
        />
      )}
      {emoji.value && Emoji.value && (
        <div class="emoji-place">
          <Emoji.value
            zh={locale.value === 'zh-CN'}
            label={t('emoji')}
            pick={insert}
            close={() => {
              emoji.value = false;
              focus();
            }}
          />
        </div>
      )}
      <Files uploads={desk.uploads} />
      <form
        onSubmit={event => {
          event.preventDefault();
          void submit();
        }}
      >
        <div class={`box${hold.value?.kind === 'secret' ? ' held' : ''}`}>
          <textarea
            ref={area}
            rows={1}
            value={text}
            aria-label={t('placeholder')}
            aria-invalid={hold.value?.kind === 'secret'}
            aria-describedby={hold.value ? 'guard-card' : undefined}
            placeholder={touch ? t('placeholder') : t('placeholder_desktop')}
            readOnly={checking.value}
            enterkeyhint={touch ? 'enter' : 'send'}
            autocomplete="off"
            onInput={event => {
              draft.value = event.currentTarget.value;
            }}
            onKeyDown={event => {
              // 229: the key belongs to the input method, also in browsers that clear isComposing early.
              if (
                event.key !== 'Enter' ||
                event.shiftKey ||
                event.isComposing ||
                event.keyCode === 229 ||
                touch
              )
                return;
              event.preventDefault();
              void submit();
            }}
            onPaste={event => {
              const files = event.clipboardData?.files;
              if (!files?.length) return;
              event.preventDefault();
              void desk.uploads.add(files);
            }}
          />
          <div class="tools">
            <button
              type="button"
              class="tool"
              aria-label={t('emoji')}
              title={t('emoji')}
              aria-expanded={emoji.value}
              onClick={async () => {
                emoji.value = !emoji.value;
                // Few customers want it: it is fetched on the first press.
                Emoji.value ??= (await import('@keydesk/ui/emoji')).EmojiPicker;
              }}
            >
              <Smile size={20} />
            </button>
            <button
              type="button"
              class="tool"
              aria-label={t('attach')}
              title={t('attach')}
              onClick={() => picker.current?.click()}
            >
              <Clip size={20} />
            </button>
          </div>
        </div>
        <button
          type="submit"
          class="send"
          aria-label={t('send')}
          title={t('send')}
          disabled={!ready || blocked}
        >
          {checking.value ? <span class="spin" /> : <Send size={20} />}
        </button>
        <input
          ref={picker}
          class="sr-only"
          type="file"
          tabIndex={-1}
          aria-hidden="true"
          multiple
          accept="image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain,.txt,.log,.csv,.json"
          onChange={event => {
            if (event.currentTarget.files) void desk.uploads.add(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
      </form>
      <p class="foot" role="status">
        {checking.value ? (
          t('checking')
        ) : left <= WARN_LEFT ? (
          <span class={left < 0 ? 'over' : ''}>{t('characters', { n: left })}</span>
        ) : (
          <>
            <Lock size={13} />
            {location.protocol === 'https:' ? t('footer') : t('footer_plain')}
          </>
        )}
      </p>
    </section>
  );
}

/** A draft survives a reload, unless the guard finds something in it or cannot look at it. */
function useKeptDraft(desk: Desk, draft: Signal<string>): void {
  const { vault, judged } = desk;
  useEffect(() => {
    void vault.get<string>('draft').then(kept => {
      if (kept && draft.peek() === '') draft.value = kept;
    });
  }, []);
  const text = draft.value;
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    if (text.trim() === '') {
      judged.value = null;
      void vault.del('draft');
      return;
    }
    const timer = setTimeout(async () => {
      const verdict = await desk.check(text);
      if (draft.peek() !== text) return;
      desk.judge(text, verdict.state);
      if (verdict.state === 'clean') await vault.set('draft', text);
      else await vault.del('draft');
    }, DRAFT_SETTLES_MS);
    return () => clearTimeout(timer);
  }, [text]);
}

/** Tells the agent that the customer writes: at once, then every three seconds, and when he stops. */
function useTypingMark(desk: Desk, text: string): void {
  const told = useRef(0);
  useEffect(() => {
    if (text === '') {
      if (told.current) desk.typed(false);
      told.current = 0;
      return;
    }
    if (Date.now() - told.current > TYPING_EVERY_MS) {
      told.current = Date.now();
      desk.typed(true);
    }
    const stop = setTimeout(() => {
      told.current = 0;
      desk.typed(false);
    }, 5000);
    return () => clearTimeout(stop);
  }, [text]);
}
