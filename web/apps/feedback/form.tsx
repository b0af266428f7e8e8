import { locale } from '@keydesk/ui/i18n';
import { Check, Clip, Shield } from '@keydesk/ui/icons';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Findings, GuardClient } from '../panel/guard';
import { certain } from '../panel/store/desk';
import { Files } from '../panel/view/files';
import { GuardCard, type Hold } from '../panel/view/guardcard';
import type { Attachments } from './attachments';
import { Done, type Receipt } from './done';
import { held } from './hints';
import { Suggested } from './suggested';
import { Top } from './top';
import { t } from './words';
import { post, randomToken, type Seal } from './work';

const CATEGORIES = ['problem', 'suggestion', 'security', 'other'] as const;
type Category = (typeof CATEGORIES)[number];
const MOST = 7900;

interface Parts {
  guard: GuardClient;
  seal: Seal;
  attachments: Attachments;
}

const asked = new URLSearchParams(location.search).get('category') as Category;

export function Form({ guard, seal, attachments }: Parts) {
  const category = useSignal<Category>(CATEGORIES.includes(asked) ? asked : 'problem');
  const text = useSignal('');
  const email = useSignal('');
  const byMail = useSignal(false);
  const website = useSignal('');
  const hold = useSignal<Hold | null>(null);
  const busy = useSignal<'checking' | 'sending' | 'sending_files' | null>(null);
  const trouble = useSignal('');
  const receipt = useSignal<Receipt | null>(null);
  // The same for every try: a repeat changes nothing at the desk.
  const own = useRef({ id: crypto.randomUUID(), token: randomToken() });
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    hold.value = null;
    trouble.value = '';
  }, [text.value]);

  const offered = seal.offer.value?.mail === true && category.value !== 'suggestion';

  const wrong = (): string => {
    if (!text.value.trim()) return t('need_text');
    if ([...text.value].length > MOST) return t('too_long');
    if (email.value.trim() && !/^[^\s@<>,]+@[^\s@]+\.[^\s@.]+$/.test(email.value.trim()))
      return t('bad_email');
    if (attachments.uploads.items.value.some(u => u.state === 'checking')) return t('busy_files');
    return '';
  };

  const send = async (declared: boolean) => {
    busy.value = 'sending';
    try {
      const contact = email.value.trim();
      const answer = await post<Pick<Receipt, 'number' | 'inbox' | 'removed_secret' | 'mail'>>(
        seal,
        '/feedback/v1/submissions',
        {
          ...own.current,
          website: website.value,
          category: category.value,
          text: text.value.trim(),
          locale: locale.value,
          contact,
          answer_by_mail: offered && contact !== '' && byMail.value,
          declared_transaction_hash: declared,
        },
      );
      if ('problem' in answer) {
        trouble.value =
          answer.status === 404
            ? t('closed')
            : [answer.problem.detail, answer.problem.what_to_do].filter(Boolean).join(' ') || t('failed');
        return;
      }
      seal.drop();
      busy.value = 'sending_files';
      const { inbox } = answer.ok;
      const whole = inbox ? await attachments.deliver(inbox, own.current.token) : true;
      receipt.value = { ...answer.ok, token: own.current.token, whole };
    } catch {
      trouble.value = navigator.onLine ? t('failed') : t('offline');
    } finally {
      busy.value = null;
    }
  };

  const submit = async (declared = false) => {
    if (busy.value) return;
    trouble.value = wrong();
    if (trouble.value) {
      if (!text.value.trim()) area.current?.focus();
      return;
    }
    busy.value = 'checking';
    hold.value = null;
    const body = text.value;
    const verdict = await guard.check(body, {
      earlier: [],
      agentSaid: '',
      locale: locale.value === 'en' ? 'en' : 'zh',
      declaredHash: declared,
    });
    busy.value = null;
    if (text.value !== body) return;
    if (verdict.state === 'unavailable') hold.value = { kind: 'down' };
    else if (verdict.state === 'found') {
      hold.value = { kind: certain(verdict.findings) ? 'secret' : 'ask', findings: verdict.findings };
    } else await send(declared);
  };

  const again = () => {
    own.current = { id: crypto.randomUUID(), token: randomToken() };
    attachments.uploads.clear();
    text.value = '';
    receipt.value = null;
    void seal.prepare().catch(() => {});
  };

  if (receipt.value) {
    return (
      <>
        <Top here="form" />
        <Done receipt={receipt.value} again={again} />
      </>
    );
  }
  const suggestion = category.value === 'suggestion';
  return (
    <>
      <Top here="form" />
      <main>
        <h1>{t('title')}</h1>
        <p class="lead">{t('lead')}</p>
        <p class="never">
          <Shield size={20} />
          <span>{t('never')}</span>
        </p>
        <form
          noValidate
          onSubmit={event => {
            event.preventDefault();
            void submit();
          }}
        >
          <Categories category={category.value} choose={c => (category.value = c)} />
          <div class="field">
            <label for="text">{t('text')}</label>
            <textarea
              id="text"
              ref={area}
              rows={7}
              value={text.value}
              placeholder={suggestion ? t('text_suggestion') : t('text_placeholder')}
              aria-describedby={suggestion ? undefined : 'hints'}
              aria-invalid={hold.value !== null}
              onInput={event => (text.value = event.currentTarget.value)}
            />
            {!suggestion && <Hints text={text.value} />}
            {!suggestion && <Suggested guard={guard} text={text.value} />}
          </div>
          {hold.value && (
            <GuardCard
              hold={hold.value}
              remove={(findings: Findings) => {
                text.value = findings.redacted;
                area.current?.focus();
              }}
              edit={() => {
                hold.value = null;
                area.current?.focus();
              }}
              retry={() => void submit()}
              declare={() => void submit(true)}
            />
          )}
          {!suggestion && <FilePicker attachments={attachments} />}
          <div class="field">
            <label for="email">{t('email')}</label>
            <input
              id="email"
              type="email"
              autocomplete="email"
              inputMode="email"
              value={email.value}
              aria-describedby="email-note"
              onInput={event => (email.value = event.currentTarget.value)}
            />
            <small id="email-note">{t(offered ? 'email_note_mail' : 'email_note')}</small>
            {offered && (
              <label class="by-mail">
                <input
                  type="checkbox"
                  checked={byMail.value}
                  disabled={!email.value.trim()}
                  onChange={event => (byMail.value = event.currentTarget.checked)}
                />
                <span>{t('by_mail')}</span>
              </label>
            )}
          </div>
          <div class="trap" aria-hidden="true">
            <label for="website">{t('website')}</label>
            <input
              id="website"
              tabIndex={-1}
              autocomplete="off"
              value={website.value}
              onInput={event => (website.value = event.currentTarget.value)}
            />
          </div>
          {trouble.value && (
            <p class="trouble" role="alert">
              {trouble.value}
            </p>
          )}
          <button type="submit" class="act" disabled={busy.value !== null}>
            {busy.value ? t(busy.value) : t('send')}
          </button>
          <p class="small">{t('footer')}</p>
        </form>
      </main>
    </>
  );
}

function Categories({ category, choose }: { category: Category; choose(category: Category): void }) {
  return (
    <fieldset class="categories">
      <legend>{t('category')}</legend>
      {CATEGORIES.map(name => (
        <label key={name}>
          <input
            type="radio"
            name="category"
            value={name}
            checked={category === name}
            onChange={() => choose(name)}
          />
          <span>{t(`category_${name}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Hints({ text }: { text: string }) {
  const has = held(text);
  return (
    <div class="hints" id="hints">
      <p>{t('hint')}</p>
      <ul>
        {(['time', 'steps', 'hash', 'digits'] as const).map(name => (
          <li key={name} class={has[name] ? 'there' : undefined}>
            <Check size={14} />
            {t(`hint_${name}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function FilePicker({ attachments }: { attachments: Attachments }) {
  return (
    <div class="field">
      <span class="label">{t('files')}</span>
      <label class="pick">
        <Clip size={18} />
        {t('files_add')}
        <input
          type="file"
          class="sr-only"
          multiple
          accept="image/png,image/jpeg,image/gif,image/webp,application/pdf,text/*,.log,.json"
          onChange={event => {
            void attachments.uploads.add([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
      </label>
      <small>{t('files_note')}</small>
      <Files uploads={attachments.uploads} />
    </div>
  );
}
