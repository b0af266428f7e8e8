import { locale } from '@keydesk/ui/i18n';
import { Bell, BellOff, Close, External, Shield, Wallet } from '@keydesk/ui/icons';
import { signal } from '@preact/signals';
import { bridge, face, sound } from '../shell';
import type { Desk } from '../store/desk';
import { t } from '../words';
import { More, sheet, show } from './on-demand';

/** Set once the customer has used a switch; only then is a preference kept. */
export const chosen = signal(false);

export function Header({ desk }: { desk: Desk }) {
  const state = desk.state.value;
  const presence = desk.presence.value;
  const eta = presence?.eta ? Math.max(1, Math.round(presence.eta / 60)) : 0;
  const present = !presence || presence.agents > 0;
  const status =
    state === 'online'
      ? present
        ? eta
          ? t('online_eta', { n: eta })
          : t('online')
        : t('away')
      : state === 'offline'
        ? t('offline')
        : state === 'stopped'
          ? t('stopped')
          : t('connecting');
  const tone = state === 'online' ? (present ? 'on' : 'away') : state === 'connecting' ? 'away' : 'off';
  return (
    <header class="head">
      <div class="head-row">
        <span class="head-logo">
          <Wallet size={22} />
        </span>
        <div class="head-text">
          <h1>{t('title', { brand: face.value.name })}</h1>
          <p role="status">
            <i class={`dot ${tone}`} />
            <span>{status}</span>
          </p>
        </div>
        <button
          type="button"
          class="head-lang"
          lang={locale.value === 'en' ? 'zh-CN' : 'en'}
          aria-label={t('language_label')}
          onClick={() => {
            chosen.value = true;
            locale.value = locale.value === 'en' ? 'zh-CN' : 'en';
          }}
        >
          {t('language')}
        </button>
        {face.value.doors?.[0] && (
          <button
            type="button"
            class="head-icon"
            aria-label={t('elsewhere')}
            title={t('elsewhere')}
            onClick={() => show('doors')}
          >
            <External size={18} />
          </button>
        )}
        <button
          type="button"
          class="head-icon"
          aria-label={sound.value ? t('sound_on') : t('sound_off')}
          title={sound.value ? t('sound_on') : t('sound_off')}
          onClick={() => {
            chosen.value = true;
            sound.value = !sound.value;
          }}
        >
          {sound.value ? <Bell size={18} /> : <BellOff size={18} />}
        </button>
        {bridge.framed && (
          <button
            type="button"
            class="head-icon"
            aria-label={t('close')}
            title={t('close')}
            onClick={() => bridge.tell({ t: 'close' })}
          >
            <Close size={20} />
          </button>
        )}
      </div>
      <div class="head-proof">
        <Shield size={17} />
        <span>{t('served_by')}</span>
        <button type="button" onClick={() => show('verify')}>
          {t('verify')}
        </button>
      </div>
      {sheet.value && More.value && (
        <More.value.Sheet
          which={sheet.value}
          tag={locale.value}
          face={face.value}
          ask={door => desk.elsewhere(door)}
          close={() => {
            sheet.value = null;
          }}
        />
      )}
    </header>
  );
}
