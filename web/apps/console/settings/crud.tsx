// The list-with-editor that labels, teams and saved replies share.

import { Plus } from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Dialog } from '../parts/dialog';
import { type FormState, Outcome, RemoveButton, Submit, useForm } from '../parts/form';
import { Empty } from '../parts/states';
import { loadMeta, type Noun } from '../state/meta';
import { PageHead } from './page';

interface Props<T extends { id: string }> {
  noun: Noun;
  title: string;
  text: string;
  items: readonly T[];
  blank: T;
  icon: ComponentChildren;
  addText: string;
  emptyText: string;
  show: (item: T) => ComponentChildren;
  edit: (item: T, change: (part: Partial<T>) => void, form: FormState) => ComponentChildren;
  save: (item: T) => Promise<unknown>;
  remove: (item: T) => Promise<unknown>;
  removeText?: string;
  editable?: (item: T) => boolean;
}

export function Crud<T extends { id: string }>(props: Props<T>) {
  const [editing, setEditing] = useState<T | undefined>();
  const form = useForm();
  const removal = useForm();
  const close = () => {
    setEditing(undefined);
    form.reset();
    removal.reset();
  };
  const remove = async (item: T) => {
    const done = await removal.run(async () => {
      await props.remove(item);
      await loadMeta(props.noun);
    });
    if (done) close();
  };
  const may = props.editable ?? (() => true);
  return (
    <>
      <PageHead title={props.title} text={props.text}>
        <button type="button" class="button primary" onClick={() => setEditing(props.blank)}>
          <Plus size={17} />
          {props.addText}
        </button>
      </PageHead>
      {props.items.length === 0 && <Empty icon={props.icon} title={props.emptyText} />}
      <ul class="rows card">
        {props.items.map(item => (
          <li key={item.id}>
            {props.show(item)}
            {may(item) && (
              <button type="button" class="button small" onClick={() => setEditing(item)}>
                {t('edit')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {editing && (
        <Dialog label={editing.id ? t('edit') : props.addText} onClose={close}>
          <form
            class="form"
            onSubmit={event => {
              event.preventDefault();
              void form
                .run(async () => {
                  await props.save(editing);
                  await loadMeta(props.noun);
                })
                .then(done => done && close());
            }}
          >
            {props.edit(editing, part => setEditing({ ...editing, ...part }), form)}
            <Submit form={form}>
              {editing.id && <RemoveButton sure={props.removeText} onRemove={() => void remove(editing)} />}
            </Submit>
            {removal.error && <Outcome form={removal} />}
          </form>
        </Dialog>
      )}
    </>
  );
}
