// Saved views: a filter with a name, one's own or everybody's.

import type { Conv, SavedView, Sort, ViewFilter } from '@keydesk/client/index';
import { Edit, Plus } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { go } from '../lib/router';
import { Dialog } from '../parts/dialog';
import { Field, RemoveButton, Select, Submit, Switch, useForm } from '../parts/form';
import { CasesField } from '../playbooks/case-field';
import { listPath } from '../state/here';
import { agents, inboxes, labels, teams } from '../state/meta';
import { isLead } from '../state/session';
import { priorities } from '../thread/options';
import { power } from './api';
import { loadViews } from './state';

const everything: ViewFilter = {
  statuses: ['open'],
  inboxes: [],
  doors: [],
  labels: [],
  teams: [],
  cases: [],
  tiers: [],
  priorities: [],
  assignees: [],
  locales: [],
  sla: [],
};

const blank: SavedView = {
  id: '',
  name: '',
  icon: '',
  shared: false,
  own: true,
  filter: everything,
  sort: 'newest',
};

const sorts: readonly Sort[] = ['newest', 'waiting', 'priority', 'oldest'];
const states: readonly Conv['status'][] = ['open', 'snoozed', 'resolved'];

export function SavedViewsHead() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <h2 class="saved-head">
        {t('view.saved')}
        <button
          type="button"
          class="icon-button small"
          aria-label={t('view.add')}
          title={t('view.add')}
          onClick={() => setOpen(true)}
        >
          <Plus size={15} />
        </button>
      </h2>
      {open && <ViewEditor view={blank} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Stands where other lists have their order. */
export function EditView({ view }: { view: SavedView }) {
  const [open, setOpen] = useState(false);
  if (view.shared ? !isLead.value : !view.own) return null;
  return (
    <>
      <button type="button" class="sort-button" onClick={() => setOpen(true)}>
        <Edit size={15} />
        {t('view.edit')}
      </button>
      {open && <ViewEditor view={view} onClose={() => setOpen(false)} />}
    </>
  );
}

function ViewEditor({ view: first, onClose }: { view: SavedView; onClose: () => void }) {
  const [view, setView] = useState(first);
  const form = useForm();
  const set = (part: Partial<ViewFilter>) => setView({ ...view, filter: { ...view.filter, ...part } });
  const any = { id: '', text: t('view.any') };
  const pick = (
    label: string,
    name:
      | 'statuses'
      | 'inboxes'
      | 'labels'
      | 'teams'
      | 'tiers'
      | 'priorities'
      | 'assignees'
      | 'locales'
      | 'sla',
    options: { id: string; text: string }[],
  ) => (
    <Select
      label={label}
      value={view.filter[name][0] ?? ''}
      options={[any, ...options]}
      onChange={id => set({ [name]: id ? [id] : [] })}
    />
  );
  const named = (list: readonly { id: string; name: string }[]) =>
    list.map(entry => ({ id: entry.id, text: entry.name }));
  const remove = async () => {
    const done = await form.run(async () => {
      await power.removeView(view.id);
      go('/inbox/all');
      await loadViews();
    });
    if (done) onClose();
  };
  return (
    <Dialog label={t(view.id ? 'view.edit' : 'view.add')} onClose={onClose} class="power-dialog">
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          void form
            .run(async () => {
              const kept = (await power.saveView(view)).view;
              await loadViews();
              go(listPath({ saved: kept }));
            })
            .then(done => done && onClose());
        }}
      >
        <Field
          label={t('view.name')}
          required
          maxLength={60}
          value={view.name}
          problem={form.error?.field('name')}
          onInput={event => setView({ ...view, name: event.currentTarget.value })}
        />
        <div class="power-pairs">
          {pick(
            t('view.status'),
            'statuses',
            states.map(id => ({ id, text: t(`status.${id}`) })),
          )}
          {pick(t('view.mine_or'), 'assignees', [
            { id: 'me', text: t('view.mine') },
            { id: 'none', text: t('view.none') },
            ...named(agents.value.filter(agent => !agent.disabled)),
          ])}
          {pick(t('macro.inbox'), 'inboxes', named(inboxes.value))}
          {pick(t('rule.team'), 'teams', named(teams.value))}
          {pick(t('views.labels'), 'labels', named(labels.value))}
          {pick(
            t('view.priority'),
            'priorities',
            priorities.map(id => ({ id, text: t(`priority.${id}`) })),
          )}
          {pick(t('view.locale'), 'locales', [
            { id: 'zh', text: '中文' },
            { id: 'en', text: 'English' },
          ])}
          {pick(
            t('view.tier'),
            'tiers',
            (['bot', 'agent', 'specialist'] as const).map(id => ({ id, text: t(`view.tier_${id}`) })),
          )}
          {pick(
            t('view.sla'),
            'sla',
            (['warning', 'breached'] as const).map(id => ({ id, text: t(`view.sla_${id}`) })),
          )}
          <Select
            label={t('view.sort')}
            value={view.sort}
            options={sorts.map(id => ({ id, text: t(`sort.${id}`) }))}
            onChange={id => setView({ ...view, sort: id as Sort })}
          />
          <CasesField label={t('view.case')} chosen={view.filter.cases} onChange={cases => set({ cases })} />
        </div>
        <Switch
          label={t('view.waiting')}
          on={view.filter.waiting === true}
          onChange={on => {
            const { waiting: _, ...filter } = view.filter;
            setView({ ...view, filter: on ? { ...filter, waiting: true } : filter });
          }}
        />
        {isLead.value && (
          <Switch
            label={t('view.share')}
            on={view.shared}
            onChange={shared => setView({ ...view, shared })}
          />
        )}
        <Submit form={form}>{view.id && <RemoveButton onRemove={() => void remove()} />}</Submit>
      </form>
    </Dialog>
  );
}
