// Which numbers: all of it stands in the address, so that a report can be sent to somebody.

import { useEffect } from 'preact/hooks';
import { channelKinds, kindName } from '../doors/names';
import { r } from '../i18n/reports';
import { caseName, known, readKnown } from '../playbooks/names';
import { agents, inboxes, teams } from '../state/meta';
import { type FilterName, filterNames, rangeOf, ranges } from './model';

interface Option {
  id: string;
  text: string;
}

/** The kinds of doors that this desk has inboxes for. */
function doors(): Option[] {
  channelKinds.value;
  return [...new Set(inboxes.value.map(inbox => inbox.kind ?? 'web'))].map(kind => ({
    id: kind,
    text: kindName(kind),
  }));
}

function options(name: FilterName): Option[] {
  const named = (list: readonly { id: string; name: string }[]) =>
    list.map(item => ({ id: item.id, text: item.name }));
  const none = (text: string): Option => ({ id: 'none', text });
  switch (name) {
    case 'inbox':
      return named(inboxes.value);
    case 'door':
      return doors();
    case 'team':
      return [...named(teams.value), none(r('none.team'))];
    case 'agent':
      return [...named(agents.value), none(r('none.agent'))];
    case 'case_type':
      return [...known.value.map(one => ({ id: one.id, text: caseName(one.id) })), none(r('none.case_type'))];
    case 'locale':
      return [
        { id: 'zh-CN', text: r('locale.zh-CN') },
        { id: 'en', text: r('locale.en') },
      ];
  }
}

interface Props {
  params: URLSearchParams;
  onChange: (name: string, value: string) => void;
  onClear: () => void;
}

export function Filters({ params, onChange, onClear }: Props) {
  useEffect(readKnown, []);
  const filtered = filterNames.some(name => params.get(name));
  // A team that is gone is still a filter: it is shown by what the address says.
  const withChosen = (list: Option[], chosen: string) =>
    chosen && !list.some(option => option.id === chosen)
      ? [...list, { id: chosen, text: r('none.other') }]
      : list;
  return (
    <div class="report-filters" role="group" aria-label={r('filter.label')}>
      {filterNames.map(name => {
        const chosen = params.get(name) ?? '';
        return (
          <label key={name} class={chosen ? 'on' : ''}>
            <span aria-hidden="true">{r(`dim.${name}`)}</span>
            <select
              aria-label={r(`dim.${name}`)}
              value={chosen}
              onChange={event => onChange(name, event.currentTarget.value)}
            >
              <option value="">{r('filter.all')}</option>
              {withChosen(options(name), chosen).map(option => (
                <option key={option.id} value={option.id}>
                  {option.text}
                </option>
              ))}
            </select>
          </label>
        );
      })}
      {filtered && (
        <button type="button" class="link-button" onClick={onClear}>
          {r('filter.clear')}
        </button>
      )}
    </div>
  );
}

export function RangePicker({ params, onChange }: Omit<Props, 'onClear'>) {
  const here = rangeOf(params.get('range'));
  return (
    <div class="tabs report-range" role="group" aria-label={r('range.label')}>
      {ranges.map(range => (
        <button
          key={range}
          type="button"
          aria-pressed={range === here}
          onClick={() => onChange('range', range === '28d' ? '' : range)}
        >
          {r(`range.${range}`)}
        </button>
      ))}
    </div>
  );
}
