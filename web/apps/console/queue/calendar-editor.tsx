import { locale } from '@keydesk/ui/i18n';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Dialog } from '../parts/dialog';
import { Area, Field, Form, RemoveButton, Submit, useForm } from '../parts/form';
import { teams } from '../state/meta';
import { readHours, words, writeHours } from './hours';
import { type Calendar, queueApi } from './state';

const week = [0, 1, 2, 3, 4, 5, 6] as const;

/** Monday, 1 January 2024, and the days after it. */
const dayName = (day: number) =>
  new Intl.DateTimeFormat(locale.value, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, 1 + day),
  );

export function CalendarEditor(props: { calendar: Calendar; onClose: () => void; onSaved: () => void }) {
  const { calendar, onClose, onSaved } = props;
  const [now, setNow] = useState(calendar);
  const [days, setDays] = useState(week.map(day => writeHours(calendar.rules.week?.[day] ?? [])));
  const [holidays, setHolidays] = useState((calendar.rules.holidays ?? []).join(', '));
  const form = useForm();
  const done = (saved: boolean) => {
    if (!saved) return;
    onSaved();
    onClose();
  };
  const read = days.map(readHours);
  const save = async () => {
    if (read.includes(undefined)) return;
    const rules = { week: read.map(day => day ?? []), holidays: words(holidays) };
    done(await form.run(() => queueApi.putCalendar({ ...now, rules })));
  };
  const flip = (team: string, on: boolean) =>
    setNow({ ...now, teams: [...now.teams.filter(id => id !== team), ...(on ? [team] : [])] });
  return (
    <Dialog label={calendar.id ? calendar.name : t('queue.add_calendar')} onClose={onClose}>
      <Form onSubmit={save}>
        <Field
          label={t('queue.name')}
          required
          maxLength={60}
          value={now.name}
          problem={form.error?.field('name')}
          onInput={event => setNow({ ...now, name: event.currentTarget.value })}
        />
        <Field
          label={t('queue.zone')}
          hint={t('queue.zone_hint')}
          required
          value={now.zone}
          problem={form.error?.field('zone')}
          onInput={event => setNow({ ...now, zone: event.currentTarget.value })}
        />
        <p class="muted">{t('queue.week_hint')}</p>
        <div class="queue-week">
          {week.map(day => (
            <Field
              key={day}
              label={dayName(day)}
              value={days[day]}
              problem={read[day] ? undefined : t('queue.bad_hours')}
              onInput={event =>
                setDays(days.map((text, at) => (at === day ? event.currentTarget.value : text)))
              }
            />
          ))}
        </div>
        <Area
          label={t('queue.holidays')}
          hint={t('queue.holidays_hint')}
          rows={2}
          value={holidays}
          problem={form.error?.field('rules')}
          onInput={event => setHolidays(event.currentTarget.value)}
        />
        {teams.value.length > 0 && (
          <fieldset class="field">
            <legend>{t('queue.teams')}</legend>
            <div class="queue-checks">
              {teams.value.map(team => (
                <label key={team.id}>
                  <input
                    type="checkbox"
                    checked={now.teams.includes(team.id)}
                    onChange={event => flip(team.id, event.currentTarget.checked)}
                  />{' '}
                  {team.name}
                </label>
              ))}
            </div>
          </fieldset>
        )}
        <Submit form={form}>
          {calendar.id && (
            <RemoveButton
              onRemove={() => void form.run(() => queueApi.removeCalendar(calendar.id)).then(done)}
            />
          )}
        </Submit>
      </Form>
    </Dialog>
  );
}
