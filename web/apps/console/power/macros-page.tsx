import { type Macro, noActions } from '@keydesk/client/index';
import { Bolt, Plus } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { variableNames } from '../composer/variables';
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
import { Empty } from '../parts/states';
import { CasesField } from '../playbooks/case-field';
import { PageHead } from '../settings/page';
import { inboxes } from '../state/meta';
import { isLead } from '../state/session';
import { ActionFields } from './action-fields';
import { power } from './api';
import { actionWords } from './macro-strip';
import { loadMacros, macros } from './state';

const blank: Macro = {
  id: '',
  name: '',
  shared: false,
  actions: noActions,
  inboxes: [],
  cases: [],
  uses: 0,
};

export function MacrosPage() {
  const [editing, setEditing] = useState<Macro | undefined>();
  return (
    <>
      <PageHead title={t('settings.macros')} text={t('macro.text')}>
        <button type="button" class="button primary" onClick={() => setEditing(blank)}>
          <Plus size={17} />
          {t('macro.add')}
        </button>
      </PageHead>
      {macros.value.length === 0 && (
        <Empty icon={<Bolt size={28} />} title={t('macro.empty')} text={t('macro.empty_text')} />
      )}
      <ul class="rows card">
        {macros.value.map(macro => (
          <li key={macro.id}>
            <div class="rows-main">
              <b>
                {macro.name} {macro.shared && <span class="tag">{t('macro.shared')}</span>}
                {macro.uses > 0 && <span class="tag quiet">{t('macro.used', { count: macro.uses })}</span>}
              </b>
              <small class="muted clamp">{macro.actions.text_zh || macro.actions.text_en}</small>
              <small class="muted">{actionWords(macro.actions).join(' · ')}</small>
            </div>
            {(!macro.shared || isLead.value) && (
              <button type="button" class="button small" onClick={() => setEditing(macro)}>
                {t('edit')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {editing && <Editor key={editing.id} macro={editing} onClose={() => setEditing(undefined)} />}
    </>
  );
}

function Editor({ macro: first, onClose }: { macro: Macro; onClose: () => void }) {
  const [macro, setMacro] = useState(first);
  const form = useForm();
  const removal = useForm();
  const change = (part: Partial<Macro>) => setMacro({ ...macro, ...part });
  const finish = async (work: Promise<unknown>) => {
    await work;
    await loadMacros();
  };
  return (
    <Dialog label={macro.id ? macro.name : t('macro.add')} onClose={onClose} class="power-dialog">
      <Form onSubmit={() => form.run(() => finish(power.saveMacro(macro))).then(done => done && onClose())}>
        <Field
          label={t('macro.name')}
          required
          maxLength={120}
          value={macro.name}
          problem={form.error?.field('name')}
          onInput={event => change({ name: event.currentTarget.value })}
        />
        <ActionFields actions={macro.actions} form={form} withMe onChange={actions => change({ actions })} />
        <p class="field-hint">{variableNames.map(name => `{{${name}}}`).join(' ')}</p>
        <Where macro={macro} form={form} onChange={change} />
        <Submit form={form}>
          {macro.id && (
            <RemoveButton
              onRemove={() =>
                void removal.run(() => finish(power.removeMacro(macro.id))).then(done => done && onClose())
              }
            />
          )}
        </Submit>
        {removal.error && <Outcome form={removal} />}
      </Form>
    </Dialog>
  );
}

interface WhereProps {
  macro: Macro;
  form: FormState;
  onChange: (part: Partial<Macro>) => void;
}

/** Where it is offered, and to whom. */
function Where({ macro, form, onChange }: WhereProps) {
  return (
    <>
      <Select
        label={t('macro.inbox')}
        value={macro.inboxes[0] ?? ''}
        options={[
          { id: '', text: t('macro.everywhere') },
          ...inboxes.value.map(inbox => ({ id: inbox.id, text: inbox.name })),
        ]}
        onChange={id => onChange({ inboxes: id ? [id] : [] })}
      />
      <CasesField
        label={t('macro.cases')}
        chosen={macro.cases}
        problem={form.error?.field('cases')}
        onChange={cases => onChange({ cases })}
      />
      {isLead.value && (
        <Switch label={t('macro.share')} on={macro.shared} onChange={shared => onChange({ shared })} />
      )}
    </>
  );
}
