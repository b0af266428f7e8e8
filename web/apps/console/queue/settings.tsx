// Settings → Queue: rules, what each agent can do, hours.

import { Clock } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Avatar } from '../parts/avatar';
import { Dialog } from '../parts/dialog';
import { Field, Form, Select, Submit, Switch, useForm } from '../parts/form';
import { Broken, Empty, Skeleton } from '../parts/states';
import { Card, PageHead, useLoaded } from '../settings/page';
import { teams } from '../state/meta';
import { CalendarEditor } from './calendar-editor';
import { words } from './hours';
import { type Calendar, type QueueAgent, queueApi, type Rules } from './state';

const blank: Calendar = { id: '', name: '', zone: 'Asia/Shanghai', rules: {}, teams: [] };

export function QueueSettings() {
  const loaded = useLoaded(async () => {
    const [rules, view, calendars] = await Promise.all([
      queueApi.rules(),
      queueApi.view(),
      queueApi.calendars(),
    ]);
    return { rules, agents: view.agents, calendars: calendars.items };
  });
  const [agent, setAgent] = useState<QueueAgent | undefined>();
  const [calendar, setCalendar] = useState<Calendar | undefined>();
  const all = loaded.value;
  return (
    <>
      <PageHead title={t('settings.queue')} text={t('queue.set_text')} />
      {!all && !loaded.failed && <Skeleton rows={4} kind="form" />}
      {loaded.failed && <Broken text={loaded.failed} onRetry={loaded.again} />}
      {all && (
        <>
          <RulesCard rules={all.rules} calendars={all.calendars} />
          <h3>{t('queue.agents')}</h3>
          <ul class="rows card">
            {all.agents.map(entry => (
              <li key={entry.id}>
                <Avatar name={entry.name} seed={entry.id} />
                <div class="rows-main">
                  <b>{entry.name}</b>
                  <small class="muted">{summary(entry, all.calendars)}</small>
                </div>
                <button type="button" class="button small" onClick={() => setAgent(entry)}>
                  {t('edit')}
                </button>
              </li>
            ))}
          </ul>
          <PageHead title={t('queue.calendars')} text={t('queue.calendars_text')}>
            <button type="button" class="button" onClick={() => setCalendar(blank)}>
              {t('queue.add_calendar')}
            </button>
          </PageHead>
          {all.calendars.length === 0 && <Empty icon={<Clock size={28} />} title={t('queue.no_calendars')} />}
          <ul class="rows card">
            {all.calendars.map(entry => (
              <li key={entry.id}>
                <div class="rows-main">
                  <b>{entry.name}</b>
                  <small class="muted">
                    {[
                      entry.zone,
                      ...teams.value.filter(team => entry.teams.includes(team.id)).map(team => team.name),
                    ].join(' · ')}
                  </small>
                </div>
                <button type="button" class="button small" onClick={() => setCalendar(entry)}>
                  {t('edit')}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {agent && all && (
        <AgentEditor
          agent={agent}
          calendars={all.calendars}
          onClose={() => setAgent(undefined)}
          onSaved={loaded.again}
        />
      )}
      {calendar && (
        <CalendarEditor calendar={calendar} onClose={() => setCalendar(undefined)} onSaved={loaded.again} />
      )}
    </>
  );
}

function summary(agent: QueueAgent, calendars: readonly Calendar[]): string {
  const languages = agent.languages.map(one => t(one === 'zh' ? 'queue.lang_zh' : 'queue.lang_en'));
  const shift = calendars.find(entry => entry.id === agent.calendar)?.name;
  return [
    `${t('queue.capacity')}: ${agent.capacity}`,
    languages.join(', '),
    agent.specialist && t('queue.specialist'),
    agent.skills.join(', '),
    shift,
  ]
    .filter(Boolean)
    .join(' · ');
}

export function calendarOptions(calendars: readonly Calendar[], none: string) {
  return [{ id: '', text: none }, ...calendars.map(entry => ({ id: entry.id, text: entry.name }))];
}

function RulesCard({ rules, calendars }: { rules: Rules; calendars: readonly Calendar[] }) {
  const [now, setNow] = useState(rules);
  const form = useForm();
  const change = (part: Partial<Rules>) => setNow({ ...now, ...part });
  return (
    <Card title={t('queue.rules')}>
      <Form onSubmit={() => form.run(() => queueApi.putRules(now))}>
        <Switch
          label={t('queue.automatic')}
          hint={t('queue.automatic_hint')}
          on={now.automatic}
          onChange={automatic => change({ automatic })}
        />
        <Switch
          label={t('queue.tell_place')}
          hint={t('queue.tell_place_hint')}
          on={now.tell_place}
          onChange={tell_place => change({ tell_place })}
        />
        <Field
          label={t('queue.over')}
          type="number"
          min={2}
          max={1440}
          required
          value={now.over_minutes}
          problem={form.error?.field('over_minutes')}
          onInput={event => change({ over_minutes: event.currentTarget.valueAsNumber })}
        />
        <Field
          label={t('queue.slow')}
          type="number"
          min={1}
          max={240}
          required
          value={now.slow_hours}
          problem={form.error?.field('slow_hours')}
          onInput={event => change({ slow_hours: event.currentTarget.valueAsNumber })}
        />
        <Select
          label={t('queue.hours')}
          value={now.calendar ?? ''}
          options={calendarOptions(calendars, t('queue.always'))}
          onChange={id => change({ calendar: id || null })}
        />
        <Submit form={form} />
      </Form>
    </Card>
  );
}

interface AgentProps {
  agent: QueueAgent;
  calendars: readonly Calendar[];
  onClose: () => void;
  onSaved: () => void;
}

function AgentEditor({ agent, calendars, onClose, onSaved }: AgentProps) {
  const [now, setNow] = useState(agent);
  const [skills, setSkills] = useState(agent.skills.join(', '));
  const form = useForm();
  const change = (part: Partial<QueueAgent>) => setNow({ ...now, ...part });
  const flip = (language: string, on: boolean) =>
    change({ languages: [...now.languages.filter(one => one !== language), ...(on ? [language] : [])] });
  const save = async () => {
    const { capacity, specialist, languages, calendar } = now;
    const body = { capacity, specialist, languages, calendar, skills: words(skills) };
    if (await form.run(() => queueApi.putRouting(agent.id, body))) {
      onSaved();
      onClose();
    }
  };
  return (
    <Dialog label={agent.name} onClose={onClose}>
      <Form onSubmit={save}>
        <p class="muted">{t('queue.agent_text')}</p>
        <Field
          label={t('queue.capacity')}
          type="number"
          min={0}
          max={200}
          required
          value={now.capacity}
          problem={form.error?.field('capacity')}
          onInput={event => change({ capacity: event.currentTarget.valueAsNumber })}
        />
        <fieldset class="field">
          <legend>{t('queue.languages')}</legend>
          <div class="queue-checks">
            {(['zh', 'en'] as const).map(language => (
              <label key={language}>
                <input
                  type="checkbox"
                  checked={now.languages.includes(language)}
                  onChange={event => flip(language, event.currentTarget.checked)}
                />{' '}
                {t(`queue.lang_${language}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <Switch
          label={t('queue.specialist')}
          on={now.specialist}
          onChange={specialist => change({ specialist })}
        />
        <Field
          label={t('queue.skills')}
          hint={t('queue.skills_hint')}
          value={skills}
          problem={form.error?.field('skills')}
          onInput={event => setSkills(event.currentTarget.value)}
        />
        <Select
          label={t('queue.shift')}
          value={now.calendar ?? ''}
          options={calendarOptions(calendars, t('queue.shift_team'))}
          onChange={id => change({ calendar: id || null })}
        />
        <Submit form={form} />
      </Form>
    </Dialog>
  );
}
