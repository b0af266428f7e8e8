// When – if – then, as a sentence that grows while it is built, and tried before it is let loose.

import type { Conditions, Occasion, Rule, RuleBody, Trial } from '@keydesk/client/index';
import { Play } from '@keydesk/ui/icons';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Dialog } from '../parts/dialog';
import {
  Field,
  Form,
  type FormState,
  Outcome,
  RemoveButton,
  Select,
  Submit,
  Switch,
  useForm,
} from '../parts/form';
import { CasesField } from '../playbooks/case-field';
import { agents, inboxes } from '../state/meta';
import { priorities } from '../thread/options';
import { ActionFields, listOf, Tick } from './action-fields';
import { power } from './api';
import { ruleSentence } from './rule-words';

const occasions: readonly Occasion[] = [
  'message',
  'opened',
  'reply',
  'case',
  'status',
  'label',
  'waiting',
  'sla_warning',
  'sla_breach',
];

/** Only what a rule is made of goes back to the server. */
export function bodyOf({ name, enabled, occasion, conditions, actions }: RuleBody): RuleBody {
  return { name, enabled, occasion, conditions, actions };
}

export function RuleEditor({ rule: first, onClose }: { rule: Rule | RuleBody; onClose: () => void }) {
  const id = 'id' in first ? first.id : '';
  const [rule, setRule] = useState<RuleBody>(bodyOf(first));
  const [trial, setTrial] = useState<Trial | undefined>();
  const form = useForm();
  const trying = useForm();
  const change = (part: Partial<RuleBody>) => {
    setRule({ ...rule, ...part });
    setTrial(undefined);
  };
  const attempt = () =>
    trying.run(async () => {
      setTrial(await power.tryRule({ ...rule, name: rule.name || '-' }, 200));
    });
  return (
    <Dialog label={id ? rule.name : t('rule.add')} onClose={onClose} class="power-dialog">
      <Form onSubmit={() => form.run(() => power.saveRule(id, rule)).then(done => done && onClose())}>
        <p class="power-sentence" role="status">
          {ruleSentence(rule)}
        </p>
        <Field
          label={t('rule.name')}
          required
          maxLength={120}
          value={rule.name}
          problem={form.error?.field('name')}
          onInput={event => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('rule.occasion')}
          value={rule.occasion}
          options={occasions.map(one => ({ id: one, text: t(`occasion.${one}`) }))}
          onChange={one => change({ occasion: one as Occasion })}
        />
        <h3>{t('rule.conditions')}</h3>
        <ConditionFields
          conditions={rule.conditions}
          form={form}
          waiting={rule.occasion === 'waiting'}
          onChange={conditions => change({ conditions })}
        />
        <h3>{t('rule.then')}</h3>
        <ActionFields
          actions={rule.actions}
          form={form}
          withMe={false}
          onChange={actions => change({ actions })}
        />
        <Notify
          ids={rule.actions.notify}
          onChange={notify => change({ actions: { ...rule.actions, notify } })}
        />
        <Switch label={t('rule.on')} on={rule.enabled} onChange={enabled => change({ enabled })} />
        <Submit form={form}>
          <button type="button" class="button" disabled={trying.busy} onClick={() => void attempt()}>
            <Play size={16} />
            {t(trying.busy ? 'rule.trying' : 'rule.try')}
          </button>
          {id && (
            <RemoveButton
              onRemove={() => void form.run(() => power.removeRule(id)).then(done => done && onClose())}
            />
          )}
        </Submit>
        {trying.error && <Outcome form={trying} />}
        {trial && <TrialResult trial={trial} />}
      </Form>
    </Dialog>
  );
}

function TrialResult({ trial }: { trial: Trial }) {
  const counts = { looked: trial.looked_at, hits: trial.hits };
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [trial]);
  return (
    <section class="power-trial" aria-live="polite" ref={place}>
      <p>{t(trial.hits ? 'rule.hits' : 'rule.no_hits', counts)}</p>
      <ul>
        {trial.items.slice(0, 10).map(hit => (
          <li key={hit.conversation.id}>
            <b class="mono">#{hit.conversation.number}</b> {hit.conversation.customer.name}
            <small class="muted clamp">{hit.text}</small>
            {hit.says && <small class="clamp">→ {hit.says}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Notify({ ids, onChange }: { ids: readonly string[]; onChange: (ids: string[]) => void }) {
  const people = [
    { id: 'assignee', name: t('rule.notify_assignee') },
    ...agents.value.filter(agent => !agent.disabled),
  ];
  return (
    <fieldset class="power-labels">
      <legend>{t('rule.notify')}</legend>
      {people.map(one => (
        <Tick
          key={one.id}
          text={one.name}
          on={ids.includes(one.id)}
          onChange={on => onChange([...ids.filter(id => id !== one.id), ...(on ? [one.id] : [])])}
        />
      ))}
    </fieldset>
  );
}

interface ConditionProps {
  conditions: Conditions;
  form: FormState;
  waiting: boolean;
  onChange: (conditions: Conditions) => void;
}

function ConditionFields({ conditions: c, form, waiting, onChange }: ConditionProps) {
  const [words, setWords] = useState(c.words.join(', '));
  const set = (part: Partial<Conditions>) => onChange({ ...c, ...part });
  const any = { id: '', text: t('rule.any') };
  const one = (id: string) => (id ? [id] : []);
  return (
    <>
      <Field
        label={t('rule.words')}
        hint={t('rule.words_hint')}
        value={words}
        problem={form.error?.field('conditions.words')}
        onInput={event => {
          setWords(event.currentTarget.value);
          set({ words: listOf(event.currentTarget.value) });
        }}
      />
      <div class="power-pairs">
        <Select
          label={t('macro.inbox')}
          value={c.inboxes[0] ?? ''}
          options={[any, ...inboxes.value.map(inbox => ({ id: inbox.id, text: inbox.name }))]}
          onChange={id => set({ inboxes: one(id) })}
        />
        <Select
          label={t('rule.language')}
          value={c.locales[0] ?? ''}
          options={[any, { id: 'zh', text: '中文' }, { id: 'en', text: 'English' }]}
          onChange={id => set({ locales: one(id) })}
        />
        <Select
          label={t('view.priority')}
          value={c.priorities[0] ?? ''}
          options={[any, ...priorities.map(level => ({ id: level, text: t(`priority.${level}`) }))]}
          onChange={id => set({ priorities: one(id) })}
        />
        <Select
          label={t('rule.hours')}
          value={c.hours}
          options={[
            any,
            { id: 'inside', text: t('rule.inside') },
            { id: 'outside', text: t('rule.outside') },
          ]}
          onChange={id =>
            set({ hours: id as Conditions['hours'], zone_minutes: -new Date().getTimezoneOffset() })
          }
        />
        <CasesField label={t('rule.cases')} chosen={c.cases} onChange={cases => set({ cases })} />
        <Field
          label={t('rule.waiting')}
          type="number"
          min={waiting ? 1 : 0}
          required={waiting}
          value={c.waiting_minutes || ''}
          problem={form.error?.field('conditions.waiting_minutes')}
          onInput={event => set({ waiting_minutes: Number(event.currentTarget.value) || 0 })}
        />
      </div>
      <Switch
        label={t('rule.verified')}
        on={c.verified === true}
        onChange={on => {
          const { verified: _, ...rest } = c;
          onChange(on ? { ...rest, verified: true } : rest);
        }}
      />
    </>
  );
}
