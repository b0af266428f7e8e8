// The red card: something the customer typed did not leave his device, and what to do now.
import { Help, Warn } from '@keydesk/ui/icons';
import { useEffect, useRef } from 'preact/hooks';
import type { Findings } from '../guard';
import { t } from '../words';

export type Hold = { kind: 'down' } | { kind: 'secret' | 'ask'; findings: Findings };

interface GuardCardProps {
  hold: Hold;
  remove(findings: Findings): void;
  edit(): void;
  retry(): void;
  declare(): void;
}

const WORD_OF_KIND: Record<string, 'mnemonic' | 'private_key' | 'xprv' | 'keystore' | 'password' | 'code'> = {
  seed_phrase: 'mnemonic',
  recovery_share: 'mnemonic',
  private_key: 'private_key',
  pem_key: 'private_key',
  extended_key: 'xprv',
  keystore: 'keystore',
  encrypted_key: 'keystore',
  password: 'password',
  pin: 'password',
  one_time_code: 'code',
  backup_codes: 'code',
  totp_secret: 'code',
};

export function wordOf(kind: string): (typeof WORD_OF_KIND)[string] | 'other' {
  return WORD_OF_KIND[kind] ?? 'other';
}

export function GuardCard({ hold, remove, edit, retry, declare }: GuardCardProps) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.querySelector('button')?.focus(), [hold]);
  if (hold.kind === 'down') {
    return (
      <section id="guard-card" class="guard calm" role="alert" ref={box}>
        <h2>
          <Warn size={19} />
          {t('guard_down_title')}
        </h2>
        <p>{t('guard_down')}</p>
        <div class="guard-acts">
          <button type="button" class="primary" onClick={retry}>
            {t('guard_retry')}
          </button>
          <button type="button" onClick={edit}>
            {t('guard_edit')}
          </button>
        </div>
      </section>
    );
  }
  if (hold.kind === 'ask') {
    return (
      <section id="guard-card" class="guard calm" role="alert" ref={box}>
        <h2>
          <Help size={19} />
          {t('ask_title')}
        </h2>
        <p>{t('ask_body')}</p>
        <div class="guard-acts">
          <button type="button" class="primary" onClick={declare}>
            {t('ask_hash')}
          </button>
          <button type="button" onClick={() => remove(hold.findings)}>
            {t('ask_key')}
          </button>
        </div>
      </section>
    );
  }
  const { spans, earlier } = hold.findings;
  const earlierHit = earlier.length > 0;
  const word = wordOf(spans.find(s => !s.uncertain)?.kind ?? (earlierHit ? 'seed_phrase' : 'other'));
  const soft = word === 'password' || word === 'code';
  return (
    <section id="guard-card" class="guard" role="alert" ref={box}>
      <h2>
        <Warn size={19} />
        {t('guard_title')}
      </h2>
      <p>
        {t(`kind_${word}`)} <b>{t('guard_stayed')}</b> {t('guard_scam')}
      </p>
      <p class="guard-next">
        {earlierHit ? t('guard_earlier') : soft ? t('guard_password') : t('guard_exposed')}
      </p>
      <div class="guard-acts">
        <button type="button" class="danger" onClick={() => remove(hold.findings)}>
          {t('guard_remove')}
        </button>
        <button type="button" onClick={edit}>
          {t('guard_edit')}
        </button>
      </div>
    </section>
  );
}
