import { Retry, Warn } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { browserOnline, live, liveState } from '../state/live';

/** Says when the line is down; a blink while reconnecting would only worry people. */
export function Banner() {
  const down = liveState.value === 'waiting' || liveState.value === 'connecting' || !browserOnline.value;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!down) return setShown(false);
    const timer = setTimeout(() => setShown(true), 1500);
    return () => clearTimeout(timer);
  }, [down]);
  return (
    <div class="banner-place" role="status">
      {shown && (
        <div class="banner">
          <Warn size={17} />
          <span>{t(browserOnline.value ? 'offline.server' : 'offline.browser')}</span>
          <button type="button" class="link-button" onClick={() => live.hurry()}>
            <Retry size={15} />
            {t('retry')}
          </button>
        </div>
      )}
    </div>
  );
}
