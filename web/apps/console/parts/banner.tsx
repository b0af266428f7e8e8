import { Close, Retry, Warn } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { faultText } from '../doors/faults';
import { t } from '../i18n/index';
import { follow, root } from '../lib/router';
import { IncidentBanner } from '../queue/banner';
import { failing } from '../state/doors';
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
      <DoorBanner />
      <IncidentBanner />
    </div>
  );
}

/** A door that does not work is said once, until another trouble comes. */
function DoorBanner() {
  const [seen, setSeen] = useState('');
  const list = failing.value;
  const first = list[0];
  const trouble = list.map(({ inbox, health }) => `${inbox.id} ${health.code}`).join(' ');
  if (!first || trouble === seen) return null;
  const one = list.length === 1;
  const why = faultText(first.inbox.kind ?? '', first.health.code, first.health.detail);
  return (
    <div class="banner bad">
      <Warn size={17} />
      <span>
        {one
          ? t('doors.failing_one', { name: first.inbox.name, why })
          : t('doors.failing_many', {
              count: list.length,
              names: list.map(entry => entry.inbox.name).join(', '),
            })}
      </span>
      <a
        class="link-button"
        href={`${root}/settings/inboxes${one ? `?id=${first.inbox.id}` : ''}`}
        onClick={follow}
      >
        {t('doors.look')}
      </a>
      <button
        type="button"
        class="icon-button small"
        aria-label={t('close')}
        onClick={() => setSeen(trouble)}
      >
        <Close size={15} />
      </button>
    </div>
  );
}
