// In the customer's panel: by which doors he can be reached, and which conversations were made one.

import type { Door, Id } from '@keydesk/client/index';
import { DoorBadge } from '@keydesk/ui/door-icons';
import { locale } from '@keydesk/ui/i18n';
import { Link } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { follow, root } from '../lib/router';
import { agoText } from '../lib/time';
import { now } from '../state/clock';
import { doorsOf } from '../state/doors';
import { relatedOf } from '../state/related';
import { api } from '../state/session';
import { budgetText } from './budget';
import { kindName } from './names';
import { undoJoin } from './related';

export function CustomerDoors({ id }: { id: Id }) {
  const doors = doorsOf(id).value ?? [];
  const joins = relatedOf(id).value.joins;
  return (
    <>
      {doors.length > 0 && (
        <section>
          <h3>{t('doors.section')}</h3>
          <ul class="door-list">
            {doors.map(door => (
              <li key={door.thread} class={door.state}>
                <DoorBadge kind={door.kind} />
                <span>
                  <b>{kindName(door.kind)}</b>
                  <small>{behind(door)}</small>
                </span>
                <State door={door} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {joins.length > 0 && (
        <section>
          <h3>{t('join.section')}</h3>
          <ul class="join-list">
            {joins.map(join => (
              <li key={join.id}>
                <Link size={15} />
                <span>
                  {join.from ? <Numbered id={join.from} /> : <b>{t('join.joined_plain')}</b>}
                  <small>
                    {join.agent?.name ?? t('join.by_customer')} · {agoText(join.at, now.value, locale.value)}
                    {join.agent && <> · {join.reason}</>}
                  </small>
                </span>
                <button type="button" class="link-button" onClick={() => void undoJoin(id, join.id)}>
                  {t('join.undo')}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function behind(door: Door): string {
  const names = [door.title || door.handle || door.name, door.kind === 'web' ? '' : door.inbox.name];
  return [...new Set(names.filter(Boolean))].join(' · ');
}

function State({ door }: { door: Door }) {
  if (door.state !== 'open') {
    const word = door.state === 'unreachable' ? t('doors.unreachable') : t(`door.${door.state}`);
    return <span class={`tag ${door.state === 'unreachable' ? 'bad' : 'warn'}`}>{word}</span>;
  }
  const budget = budgetText(door, now.value, locale.value);
  if (budget) return <small class="muted">{budget}</small>;
  return door.current ? <span class="tag ok">{t('door.current')}</span> : null;
}

/** The join names the conversation by its id; people know it by its number. */
function Numbered({ id }: { id: Id }) {
  const [number, setNumber] = useState(0);
  useEffect(() => {
    let left = false;
    api.conversation(id).then(
      answer => left || setNumber(answer.conv.number),
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [id]);
  return (
    <a href={`${root}/c/${id}`} onClick={follow}>
      {number ? t('join.joined', { number }) : t('join.joined_plain')}
    </a>
  );
}
