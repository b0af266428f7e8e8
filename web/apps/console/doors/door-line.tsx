// By which door an answer goes, what that door still allows, and what stands against it.

import type { Door } from '@keydesk/client/index';
import { DoorBadge, DoorIcon } from '@keydesk/ui/door-icons';
import { locale } from '@keydesk/ui/i18n';
import { ChevronDown, Clock, Users, Warn } from '@keydesk/ui/icons';
import { type Key, t } from '../i18n/index';
import { PickButton } from '../parts/pick-button';
import type { Option } from '../parts/picker';
import { now } from '../state/clock';
import { budgetText, type Measure } from './budget';
import { kindName } from './names';

/** The name of a door: its kind, and who is behind it where that tells doors apart. */
export function doorName(door: Pick<Door, 'kind'> & Partial<Door>): string {
  const behind = door.title || door.handle;
  return behind ? `${kindName(door.kind)} · ${behind}` : kindName(door.kind);
}

function hint(door: Door): string {
  if (door.state !== 'open') {
    return door.state === 'unreachable' ? t('doors.unreachable') : t(`door.${door.state}` as Key);
  }
  return budgetText(door, now.value, locale.value) || (door.is_public ? t('door.public_tag') : '');
}

const options = (doors: readonly Door[]): Option[] =>
  doors.map(door => ({
    id: door.thread,
    text: doorName(door),
    hint: hint(door) || (door.current ? t('door.current') : ''),
    icon: <DoorBadge kind={door.kind} />,
  }));

interface LineProps {
  doors: readonly Door[];
  door: Door;
  onChoose: (thread: string) => void;
}

/** Beside "Reply": the door, a menu of the others, and the budget. */
export function DoorLine({ doors, door, onChoose }: LineProps) {
  const budget = budgetText(door, now.value, locale.value);
  const spoken = t('door.over_by', { door: doorName(door) });
  return (
    <span class="door-line">
      {budget && (
        <span class={`door-budget ${door.budget?.left === 0 ? 'none' : ''}`}>
          <Clock size={13} />
          {budget}
        </span>
      )}
      {doors.length > 1 ? (
        <PickButton
          name="door"
          label={t('door.choose')}
          class="door-button"
          worded
          align="end"
          options={options(doors)}
          chosen={[door.thread]}
          onPick={option => onChoose(option.id)}
        >
          <span class="sr-only">{spoken}</span>
          <DoorBadge kind={door.kind} size={20} />
          <span class="door-name" aria-hidden="true">
            {doorName(door)}
          </span>
          <ChevronDown size={14} />
        </PickButton>
      ) : (
        <span class="door-button alone" title={spoken}>
          <span class="sr-only">{spoken}</span>
          <DoorBadge kind={door.kind} size={20} />
          <span class="door-name" aria-hidden="true">
            {doorName(door)}
          </span>
        </span>
      )}
    </span>
  );
}

interface NoticeProps extends LineProps {
  measured: Measure | undefined;
}

/** Said before he types: others read along, or the window is closed and who else is there. */
export function DoorNotice({ doors, door, onChoose, measured }: NoticeProps) {
  if (door.state !== 'open') return <Shut doors={doors} door={door} onChoose={onChoose} />;
  const left = door.budget?.left;
  const short = typeof left === 'number' && measured && measured.parts > left;
  return (
    <>
      {door.is_public && (
        <p class="door-notice public" role="note">
          <Users size={16} />
          <span>{t('door.public', { group: door.title || kindName(door.kind) })}</span>
        </p>
      )}
      {short && (
        <p class="door-notice" role="status">
          <Warn size={16} />
          <span>{t('budget.needs', { parts: measured.parts, left })}</span>
        </p>
      )}
    </>
  );
}

function Shut({ doors, door, onChoose }: LineProps) {
  const state = door.state as 'closed' | 'paused' | 'unreachable';
  const others = doors.filter(other => other.state === 'open' && !other.is_public);
  return (
    <div class="door-notice" role="note">
      <Warn size={16} />
      <div>
        <b>{t(`door.${state}`, { door: kindName(door.kind) })}</b> <span>{t(`door.${state}_why`)}</span>
        {others.length > 0 && (
          <p class="door-others">
            {t('door.instead')}
            {others.map(other => (
              <button
                type="button"
                class="button small"
                key={other.thread}
                onClick={() => onChoose(other.thread)}
              >
                <DoorIcon kind={other.kind} size={15} />
                {doorName(other)}
              </button>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}
