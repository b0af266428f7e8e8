import { locale } from '@keydesk/ui/i18n';
import { Check, Copy } from '@keydesk/ui/icons';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from './words';

export interface Receipt {
  number: number;
  /** Empty: a suggestion. */
  inbox: string;
  token: string;
  removed_secret: boolean;
  /** All attachments went. */
  whole: boolean;
  /** "asked": a confirmation goes to the address; "busy": not now. */
  mail: '' | 'asked' | 'busy';
}

/** The token stands in the fragment, which no server and no log ever sees. */
export function statusLink({ inbox, token }: Receipt): string {
  return `${location.origin}/feedback/status?inbox=${encodeURIComponent(inbox)}&lang=${locale.peek()}#${token}`;
}

export function Done({ receipt, again }: { receipt: Receipt; again(): void }) {
  const copied = useSignal(false);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const link = statusLink(receipt);
  const copy = async () => {
    await navigator.clipboard.writeText(link).then(
      () => {
        copied.value = true;
      },
      () => {},
    );
  };
  return (
    <main class="done">
      <span class="tick">
        <Check size={30} />
      </span>
      <h1 ref={title} tabIndex={-1}>
        {t('done_title')}
      </h1>
      <p class="number">
        {t('done_number')} <b>#{receipt.number}</b>
      </p>
      {receipt.removed_secret && <p class="trouble">{t('done_removed')}</p>}
      {!receipt.whole && <p class="trouble">{t('done_files')}</p>}
      {receipt.mail && (
        <p class="mailed" role="status">
          {t(receipt.mail === 'asked' ? 'done_mail' : 'done_mail_busy')}
        </p>
      )}
      {receipt.inbox ? (
        <>
          <p>{t('done_keep')}</p>
          <p class="keep">
            <code>{link}</code>
          </p>
          <p class="acts">
            <a class="act" href={link}>
              {t('done_open')}
            </a>
            <button type="button" onClick={() => void copy()}>
              <Copy size={16} />
              <span role="status">{copied.value ? t('done_copied') : t('done_copy')}</span>
            </button>
          </p>
        </>
      ) : (
        <p>{t('done_suggestion')}</p>
      )}
      <p>
        <button type="button" class="plain" onClick={again}>
          {t('done_again')}
        </button>
      </p>
    </main>
  );
}
