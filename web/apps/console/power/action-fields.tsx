// The part of the editors that macros and rules share: what is done.

import type { Actions, Priority } from '@keydesk/client/index';
import { t } from '../i18n/index';
import { Area, Field, type FormState, Select } from '../parts/form';
import { agents, labels, teams } from '../state/meta';
import { priorities } from '../thread/options';

interface Props {
  actions: Actions;
  form: FormState;
  /** In a macro there is somebody who applies it. */
  withMe: boolean;
  onChange: (actions: Actions) => void;
}

const keep = '-';
type Entry = { id: string; text: string };

/** "Leave as it is" is no value at all. */
function chosen<K extends keyof Actions>(actions: Actions, name: K, value: string): Actions {
  const next = { ...actions };
  delete next[name];
  if (value !== keep) next[name] = value as Actions[K];
  return next;
}

export function ActionFields({ actions, form, withMe, onChange }: Props) {
  const problem = (name: string) => form.error?.field(`actions.${name}`);
  const set = (part: Partial<Actions>) => onChange({ ...actions, ...part });
  const leave: Entry = { id: keep, text: t('macro.leave') };
  const people: Entry[] = [
    leave,
    ...(withMe ? [{ id: 'me', text: t('macro.me') }] : []),
    ...agents.value.filter(agent => !agent.disabled).map(agent => ({ id: agent.id, text: agent.name })),
    { id: '', text: t('assign.nobody') },
  ];
  const groups = [leave, ...teams.value.map(team => ({ id: team.id, text: team.name }))];
  const levels = [leave, ...priorities.map(level => ({ id: level, text: t(`priority.${level}`) }))];
  const states: Entry[] = [
    leave,
    ...(['open', 'snoozed', 'resolved'] as const).map(id => ({ id, text: t(`status.${id}`) })),
  ];
  return (
    <>
      <Area
        label={t('macro.text_zh')}
        rows={3}
        value={actions.text_zh}
        problem={problem('text_zh')}
        onInput={event => set({ text_zh: event.currentTarget.value })}
      />
      <Area
        label={t('macro.text_en')}
        rows={3}
        value={actions.text_en}
        problem={problem('text_en')}
        onInput={event => set({ text_en: event.currentTarget.value })}
      />
      <div class="power-pairs">
        <Select
          label={t('rule.assign')}
          value={actions.assignee ?? keep}
          options={people}
          onChange={id => onChange(chosen(actions, 'assignee', id))}
        />
        <Select
          label={t('rule.team')}
          value={actions.team ?? keep}
          options={groups}
          onChange={id => onChange(chosen(actions, 'team', id))}
        />
        <Select
          label={t('rule.priority')}
          value={actions.priority ?? keep}
          options={levels}
          onChange={id => onChange(chosen(actions, 'priority', id as Priority))}
        />
        <Select
          label={t('rule.status')}
          value={actions.status ?? keep}
          options={states}
          onChange={id => onChange(chosen(actions, 'status', id))}
        />
      </div>
      {actions.status === 'snoozed' && (
        <Field
          label={t('macro.snooze')}
          type="number"
          min={1}
          max={525600}
          value={actions.snooze_minutes || ''}
          problem={problem('snooze_minutes')}
          onInput={event => set({ snooze_minutes: Number(event.currentTarget.value) || 0 })}
        />
      )}
      {labels.value.length > 0 && (
        <fieldset class="power-labels">
          <legend>{t('rule.add_labels')}</legend>
          {labels.value.map(label => (
            <Tick
              key={label.id}
              text={label.name}
              color={label.color}
              on={actions.add_labels.includes(label.id)}
              onChange={on => {
                const others = actions.add_labels.filter(id => id !== label.id);
                set({ add_labels: on ? [...others, label.id] : others });
              }}
            />
          ))}
        </fieldset>
      )}
      <Area
        label={t(withMe ? 'macro.note' : 'rule.note')}
        rows={2}
        value={actions.note}
        problem={problem('note')}
        onInput={event => set({ note: event.currentTarget.value })}
      />
    </>
  );
}

interface TickProps {
  text: string;
  color?: string;
  on: boolean;
  onChange: (on: boolean) => void;
}

export function Tick({ text, color, on, onChange }: TickProps) {
  return (
    <label class="power-tick">
      <input type="checkbox" checked={on} onChange={event => onChange(event.currentTarget.checked)} />
      {color && <i class="dot" style={{ background: color }} />}
      {text}
    </label>
  );
}

/** "a, b，c" as a list. */
export function listOf(text: string): string[] {
  return text
    .split(/[,，、\n]/)
    .map(word => word.trim())
    .filter(Boolean);
}
