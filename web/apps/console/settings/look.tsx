import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Select, Switch } from '../parts/form';
import { askForNotifications, chime } from '../state/notify';
import { notify, type SendKey, sendKey, sound, type Theme, theme } from '../state/prefs';
import { Card, PageHead } from './page';

/** Looks, keys and noises: kept in this browser. */
export function Look() {
  const [refused, setRefused] = useState(false);
  return (
    <>
      <PageHead title={t('settings.look')} text={t('look.text')} />
      <Card title={t('look.title')}>
        <div class="form">
          <Select
            label={t('look.theme')}
            value={theme.value}
            options={(['system', 'light', 'dark'] as const).map(id => ({ id, text: t(`theme.${id}`) }))}
            onChange={id => (theme.value = id as Theme)}
          />
          <Select
            label={t('look.send')}
            value={sendKey.value}
            options={[
              { id: 'enter', text: t('look.send_enter') },
              { id: 'mod-enter', text: t('look.send_mod') },
            ]}
            onChange={id => (sendKey.value = id as SendKey)}
          />
        </div>
      </Card>
      <Card title={t('look.noise')}>
        <div class="form">
          <Switch
            label={t('look.sound')}
            hint={t('look.sound_hint')}
            on={sound.value}
            onChange={on => {
              sound.value = on;
              if (on) chime();
            }}
          />
          <Switch
            label={t('look.notify')}
            hint={t('look.notify_hint')}
            on={notify.value}
            onChange={on => {
              if (!on) notify.value = false;
              else void askForNotifications().then(granted => setRefused(!granted));
            }}
          />
          {refused && (
            <p class="outcome bad" role="alert">
              {t('look.notify_refused')}
            </p>
          )}
        </div>
      </Card>
    </>
  );
}
