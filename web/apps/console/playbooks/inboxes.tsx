// Where the desk may speak by itself: one switch an inbox, which acts at once.

import { useEffect, useState } from 'preact/hooks';
import { kindName } from '../doors/names';
import { t } from '../i18n/index';
import { Switch } from '../parts/form';
import { sayFailed } from '../state/failed';
import { playbooks, type SpeakingInbox } from './desk';

export function SpeakingInboxes() {
  const [inboxes, setInboxes] = useState<readonly SpeakingInbox[]>([]);
  useEffect(() => {
    playbooks.inboxes().then(
      answer => setInboxes(answer.items),
      () => setInboxes([]),
    );
  }, []);
  const turn = async (inbox: SpeakingInbox, on: boolean) => {
    const set = (to: boolean) =>
      setInboxes(all => all.map(one => (one.id === inbox.id ? { ...one, on: to } : one)));
    set(on);
    await playbooks.speak(inbox.id, on).catch(failure => {
      set(!on);
      sayFailed(failure);
    });
  };
  if (inboxes.length === 0) return null;
  return (
    <section class="card speaking">
      <h2>{t('playbooks.inboxes')}</h2>
      <p class="muted">{t('playbooks.inboxes_text')}</p>
      {inboxes.map(one => (
        <Switch
          key={one.id}
          label={one.name}
          hint={kindName(one.kind)}
          on={one.on}
          onChange={on => void turn(one, on)}
        />
      ))}
    </section>
  );
}
