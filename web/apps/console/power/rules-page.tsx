import { asApiError, noActions, type Rule, type RuleBody } from '@keydesk/client/index';
import { ChevronDown, ChevronUp, Command, Plus } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { errorText } from '../parts/form';
import { Broken, Empty, Skeleton } from '../parts/states';
import { PageHead } from '../settings/page';
import { sayFailed } from '../state/failed';
import { power } from './api';
import { bodyOf, RuleEditor } from './rule-editor';
import { ruleSentence } from './rule-words';

const blank: RuleBody = {
  name: '',
  enabled: false,
  occasion: 'message',
  conditions: {
    inboxes: [],
    doors: [],
    locales: [],
    cases: [],
    priorities: [],
    statuses: [],
    labels: [],
    tiers: [],
    words: [],
    waiting_minutes: 0,
    hours: '',
    from_minute: 540,
    to_minute: 1080,
    zone_minutes: 480,
    days: [1, 2, 3, 4, 5],
  },
  actions: noActions,
};

export function RulesPage() {
  const [rules, setRules] = useState<readonly Rule[] | undefined>();
  const [failed, setFailed] = useState('');
  const [editing, setEditing] = useState<Rule | RuleBody | undefined>();
  const load = () => {
    setFailed('');
    power.rules().then(
      answer => setRules(answer.items),
      failure => setFailed(errorText(asApiError(failure))),
    );
  };
  useEffect(load, []);
  const attempt = (work: Promise<unknown>) => work.catch(sayFailed).then(load);
  const move = (index: number, by: number) => {
    const ids = (rules ?? []).map(rule => rule.id);
    const [id] = ids.splice(index, 1);
    if (id) ids.splice(index + by, 0, id);
    void attempt(power.orderRules(ids));
  };
  return (
    <>
      <PageHead title={t('settings.rules')} text={t('rule.text')}>
        <button type="button" class="button primary" onClick={() => setEditing(blank)}>
          <Plus size={17} />
          {t('rule.add')}
        </button>
      </PageHead>
      {!rules && !failed && <Skeleton rows={3} kind="form" />}
      {failed && <Broken text={failed} onRetry={load} />}
      {rules?.length === 0 && (
        <Empty icon={<Command size={28} />} title={t('rule.empty')} text={t('rule.empty_text')} />
      )}
      <ul class="rows card power-rules">
        {rules?.map((rule, index) => (
          <RuleRow
            key={rule.id}
            rule={rule}
            first={index === 0}
            last={index === rules.length - 1}
            onMove={by => move(index, by)}
            onEdit={() => setEditing(rule)}
            onSwitch={enabled => void attempt(power.saveRule(rule.id, { ...bodyOf(rule), enabled }))}
          />
        ))}
      </ul>
      {editing && (
        <RuleEditor
          rule={editing}
          onClose={() => {
            setEditing(undefined);
            load();
          }}
        />
      )}
    </>
  );
}

interface RowProps {
  rule: Rule;
  first: boolean;
  last: boolean;
  onMove: (by: number) => void;
  onEdit: () => void;
  onSwitch: (on: boolean) => void;
}

function RuleRow({ rule, first, last, onMove, onEdit, onSwitch }: RowProps) {
  return (
    <li>
      <input
        type="checkbox"
        role="switch"
        checked={rule.enabled}
        aria-checked={rule.enabled}
        aria-label={`${t('rule.on')}: ${rule.name}`}
        onChange={event => onSwitch(event.currentTarget.checked)}
      />
      <div class="rows-main">
        <b>
          {rule.name} {rule.paused_at !== null && <span class="tag warn">{t('rule.paused')}</span>}
          {rule.runs > 0 && <span class="tag quiet">{t('rule.runs', { count: rule.runs })}</span>}
        </b>
        <small class="muted">{ruleSentence(rule)}</small>
        {rule.last_error && (
          <small class="field-problem">
            {rule.last_error === 'budget' ? t('rule.budget') : t('rule.error', { what: rule.last_error })}
          </small>
        )}
      </div>
      <div class="power-order">
        <button
          type="button"
          class="icon-button small"
          disabled={first}
          aria-label={`${t('rule.up')}: ${rule.name}`}
          onClick={() => onMove(-1)}
        >
          <ChevronUp size={16} />
        </button>
        <button
          type="button"
          class="icon-button small"
          disabled={last}
          aria-label={`${t('rule.down')}: ${rule.name}`}
          onClick={() => onMove(1)}
        >
          <ChevronDown size={16} />
        </button>
      </div>
      <button type="button" class="button small" onClick={onEdit}>
        {t('edit')}
      </button>
    </li>
  );
}
