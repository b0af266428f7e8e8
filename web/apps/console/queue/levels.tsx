// Settings → Service levels.

import { Clock, Plus } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Dialog } from '../parts/dialog';
import { Field, Form, RemoveButton, Select, Submit, useForm } from '../parts/form';
import { Broken, Empty, Skeleton } from '../parts/states';
import { CaseSelect } from '../playbooks/case-field';
import { caseName } from '../playbooks/names';
import { PageHead, useLoaded } from '../settings/page';
import { inboxes } from '../state/meta';
import { priorities } from '../thread/options';
import { calendarOptions } from './settings';
import { type Calendar, type Policy, queueApi } from './state';

const blank: Policy = {
  id: '',
  name: '',
  inbox: null,
  priority: null,
  case_type: null,
  calendar: null,
  first_minutes: 30,
  next_minutes: 60,
  resolve_minutes: null,
};

export function Levels() {
  const loaded = useLoaded(async () => {
    const [policies, calendars] = await Promise.all([queueApi.policies(), queueApi.calendars()]);
    return { policies: policies.items, calendars: calendars.items };
  });
  const [editing, setEditing] = useState<Policy | undefined>();
  const all = loaded.value;
  return (
    <>
      <PageHead title={t('settings.levels')} text={t('sla.text')}>
        <button type="button" class="button primary" onClick={() => setEditing(blank)}>
          <Plus size={17} />
          {t('sla.add')}
        </button>
      </PageHead>
      {!all && !loaded.failed && <Skeleton rows={3} kind="form" />}
      {loaded.failed && <Broken text={loaded.failed} onRetry={loaded.again} />}
      {all?.policies.length === 0 && <Empty icon={<Clock size={28} />} title={t('sla.empty')} />}
      <ul class="rows card">
        {all?.policies.map(policy => (
          <li key={policy.id}>
            <div class="rows-main">
              <b>{policy.name}</b>
              <small class="muted">{scope(policy)}</small>
              <small class="muted">{targets(policy)}</small>
            </div>
            <button type="button" class="button small" onClick={() => setEditing(policy)}>
              {t('edit')}
            </button>
          </li>
        ))}
      </ul>
      {editing && all && (
        <Editor
          policy={editing}
          calendars={all.calendars}
          onClose={() => setEditing(undefined)}
          onSaved={loaded.again}
        />
      )}
    </>
  );
}

function scope(policy: Policy): string {
  const inbox = inboxes.value.find(entry => entry.id === policy.inbox)?.name;
  const priority = policy.priority && t(`priority.${policy.priority}` as 'priority.high');
  return (
    [inbox, priority, policy.case_type && caseName(policy.case_type)].filter(Boolean).join(' · ') ||
    t('sla.any')
  );
}

function targets(policy: Policy): string {
  const one = (label: string, minutes: number | null) => `${label}: ${minutes ?? t('sla.none')}`;
  return [
    one(t('sla.first'), policy.first_minutes),
    one(t('sla.next'), policy.next_minutes),
    one(t('sla.resolve'), policy.resolve_minutes),
  ].join(' · ');
}

interface EditorProps {
  policy: Policy;
  calendars: readonly Calendar[];
  onClose: () => void;
  onSaved: () => void;
}

const minuteFields = ['first', 'next', 'resolve'] as const;

function Editor({ policy, calendars, onClose, onSaved }: EditorProps) {
  const [now, setNow] = useState(policy);
  const form = useForm();
  const change = (part: Partial<Policy>) => setNow({ ...now, ...part });
  const done = (saved: boolean) => {
    if (!saved) return;
    onSaved();
    onClose();
  };
  const any = { id: '', text: t('sla.any') };
  return (
    <Dialog label={policy.id ? policy.name : t('sla.add')} onClose={onClose}>
      <Form onSubmit={() => form.run(() => queueApi.putPolicy(now)).then(done)}>
        <Field
          label={t('queue.name')}
          required
          maxLength={60}
          value={now.name}
          problem={form.error?.field('name')}
          onInput={event => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('sla.inbox')}
          value={now.inbox ?? ''}
          options={[any, ...inboxes.value.map(entry => ({ id: entry.id, text: entry.name }))]}
          onChange={id => change({ inbox: id || null })}
        />
        <Select
          label={t('sla.priority')}
          value={now.priority ?? ''}
          options={[any, ...priorities.map(level => ({ id: level, text: t(`priority.${level}`) }))]}
          onChange={id => change({ priority: id || null })}
        />
        <CaseSelect
          label={t('sla.case')}
          none={t('sla.any')}
          value={now.case_type ?? ''}
          problem={form.error?.field('case_type')}
          onChange={id => change({ case_type: id || null })}
        />
        {minuteFields.map(name => {
          const field = `${name}_minutes` as const;
          return (
            <Field
              key={name}
              label={t(`sla.${name}`)}
              type="number"
              min={1}
              placeholder={t('sla.none')}
              value={now[field] ?? ''}
              problem={form.error?.field(field)}
              onInput={event => change({ [field]: Number(event.currentTarget.value) || null })}
            />
          );
        })}
        <Select
          label={t('sla.hours')}
          value={now.calendar ?? ''}
          options={calendarOptions(calendars, t('queue.always'))}
          onChange={id => change({ calendar: id || null })}
        />
        <Submit form={form}>
          {policy.id && (
            <RemoveButton onRemove={() => void form.run(() => queueApi.removePolicy(policy.id)).then(done)} />
          )}
        </Submit>
      </Form>
    </Dialog>
  );
}
