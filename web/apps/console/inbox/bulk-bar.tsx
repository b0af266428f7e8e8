import { Check, Clock, Close, Inbox, Tag, User } from '@keydesk/ui/icons';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/index';
import { PickButton } from '../parts/pick-button';
import { actOnMany } from '../state/actions';
import { listFor } from '../state/convs';
import { currentFilter, status } from '../state/here';
import { agents, labels } from '../state/meta';
import { agentOptions, labelOptions, snoozeOptions } from '../thread/options';
import { clearSelection, selected } from './selection';

export function BulkBar() {
  const ids = [...selected.value];
  const count = ids.length;
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) clearSelection();
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, []);
  const done = () => clearSelection();
  const resolved = status.value === 'resolved';
  return (
    <div class="bulk" role="toolbar" aria-label={t('bulk.label')}>
      <span class="bulk-count">{t('bulk.count', { count })}</span>
      <button
        type="button"
        class="link-button"
        onClick={() => {
          selected.value = new Set(listFor(currentFilter.peek()).peek().ids.slice(0, 500));
        }}
      >
        {t('bulk.all')}
      </button>
      <span class="grow" />
      <button
        type="button"
        class="icon-button"
        aria-label={t(resolved ? 'act.reopen' : 'act.resolve')}
        title={t(resolved ? 'act.reopen' : 'act.resolve')}
        onClick={() => {
          const next = resolved ? 'open' : 'resolved';
          void actOnMany(ids, { status: next }, t(resolved ? 'bulk.reopened' : 'bulk.resolved', { count }));
          done();
        }}
      >
        {resolved ? <Inbox /> : <Check />}
      </button>
      <PickButton
        name="bulk-assign"
        label={t('act.assign')}
        class="icon-button"
        options={agentOptions(agents.value)}
        onPick={option => {
          void actOnMany(ids, { assignee: option.id || null }, t('bulk.assigned', { count }));
          done();
        }}
      >
        <User />
      </PickButton>
      <PickButton
        name="bulk-label"
        label={t('act.add_label')}
        class="icon-button"
        options={labelOptions(labels.value)}
        onPick={option => {
          void actOnMany(ids, { add_labels: [option.id] }, t('bulk.labelled', { count }));
          done();
        }}
      >
        <Tag />
      </PickButton>
      <PickButton
        name="bulk-snooze"
        label={t('act.snooze')}
        class="icon-button"
        align="end"
        options={snoozeOptions()}
        onPick={option => {
          const patch = { status: 'snoozed', snoozed_until: Number(option.id) } as const;
          void actOnMany(ids, patch, t('bulk.snoozed', { count }));
          done();
        }}
      >
        <Clock />
      </PickButton>
      <button type="button" class="icon-button" aria-label={t('bulk.clear')} onClick={done}>
        <Close />
      </button>
    </div>
  );
}
