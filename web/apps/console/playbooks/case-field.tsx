// Choosing kinds of cases by their names, one or several, wherever something is meant for some of them.

import { Close } from '@keydesk/ui/icons';
import { useEffect, useId } from 'preact/hooks';
import { type Key, t } from '../i18n/index';
import { problemText } from '../parts/form';
import { caseName, known, readKnown } from './names';

/** The names in their groups; `gone`: chosen once, and without a playbook today. */
function CaseOptions({ without = [], gone }: { without?: readonly string[]; gone?: string }) {
  const topics = [...new Set(known.value.map(one => one.topic))];
  return (
    <>
      {topics.map(topic => (
        <optgroup key={topic} label={t(`playbooks.topic_${topic}` as Key)}>
          {known.value
            .filter(one => one.topic === topic && !without.includes(one.id))
            .map(one => (
              <option key={one.id} value={one.id}>
                {caseName(one.id)}
              </option>
            ))}
        </optgroup>
      ))}
      {gone && !known.value.some(one => one.id === gone) && <option value={gone}>{caseName(gone)}</option>}
    </>
  );
}

interface OneProps {
  label: string;
  /** What no choice means; without it one must be chosen. */
  none?: string;
  value: string;
  problem?: string | undefined;
  onChange: (id: string) => void;
}

export function CaseSelect({ label, none, value, problem, onChange }: OneProps) {
  const id = useId();
  useEffect(readKnown, []);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        required={none === undefined}
        aria-invalid={problem ? true : undefined}
        onChange={event => onChange(event.currentTarget.value)}
      >
        <option value="">{none ?? t('playbooks.choose')}</option>
        <CaseOptions gone={value} />
      </select>
      {problem && <p class="field-problem">{problemText(problem)}</p>}
    </div>
  );
}

interface SeveralProps {
  label: string;
  chosen: readonly string[];
  problem?: string | undefined;
  onChange: (ids: string[]) => void;
}

/** None chosen: all of them are meant. */
export function CasesField({ label, chosen, problem, onChange }: SeveralProps) {
  const id = useId();
  useEffect(readKnown, []);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value=""
        aria-invalid={problem ? true : undefined}
        onChange={event => {
          const added = event.currentTarget.value;
          event.currentTarget.value = '';
          if (added) onChange([...chosen, added]);
        }}
      >
        <option value="">{t(chosen.length ? 'playbooks.add_case' : 'playbooks.all_cases')}</option>
        <CaseOptions without={chosen} />
      </select>
      {chosen.length > 0 && (
        <ul class="chosen-cases">
          {chosen.map(one => (
            <li key={one} class="tag">
              {caseName(one)}
              <button
                type="button"
                class="tag-remove"
                aria-label={t('playbooks.without_case', { name: caseName(one) })}
                onClick={() => onChange(chosen.filter(other => other !== one))}
              >
                <Close size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {problem && <p class="field-problem">{problemText(problem)}</p>}
    </div>
  );
}
