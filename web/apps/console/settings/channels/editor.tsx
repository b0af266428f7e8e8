// The form of a door: its name, its settings, the live test, and saving. The same for a new inbox and for
// one that is there.

import type { ChannelKind, Inbox, Step } from '@keydesk/client/index';
import { Play } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { said } from '../../doors/names';
import { t } from '../../i18n/index';
import { Field, Outcome, Select, useForm } from '../../parts/form';
import { teams } from '../../state/meta';
import { api } from '../../state/session';
import { ColorField, palette } from '../labels';
import { SettingFields } from './fields';
import { allPassed, Steps } from './steps';
import { changesOf, missingIn, type Values, valuesOf } from './values';

interface Props {
  kind: ChannelKind;
  inbox?: Inbox;
  /** `paused`: its test has failed, and it was saved all the same. */
  onSaved: (inbox: Inbox, paused: boolean) => void;
}

export function ChannelEditor({ kind, inbox, onSaved }: Props) {
  const stored = inbox?.channel;
  const [name, setName] = useState(inbox?.name ?? said(kind.name));
  const [color, setColor] = useState(inbox?.color ?? (palette[0] as string));
  const [team, setTeam] = useState(inbox?.team ?? '');
  const [values, setValues] = useState<Values>(() => valuesOf(kind.fields, stored));
  const [steps, setSteps] = useState<readonly Step[] | undefined>();
  const form = useForm();
  const trial = useForm();
  const settings = changesOf(kind.fields, values, stored);
  const missing = missingIn(kind.fields, values, stored);
  const failed = steps !== undefined && !allPassed(steps);

  const test = () =>
    trial.run(async () => {
      form.reset();
      setSteps(undefined);
      const body = { kind: kind.kind, settings, ...(inbox ? { inbox: inbox.id } : {}) };
      setSteps((await api.checkInbox(body)).steps);
    });
  const save = (paused: boolean) =>
    form.run(async () => {
      const body = { name: name.trim(), color, team: team || null, settings };
      const answer = inbox
        ? await api.inboxes.change(inbox.id, body)
        : await api.inboxes.create({ ...body, kind: kind.kind });
      const saved = (answer as { inbox: Inbox }).inbox;
      if (paused) await api.pauseInbox(saved.id, true);
      onSaved(saved, paused);
    });
  const faulty = form.error ? form : trial;
  return (
    <form
      class="form card"
      onSubmit={event => {
        event.preventDefault();
        void save(false);
      }}
    >
      <h3>{t('channel.connection')}</h3>
      <Field
        label={t('inboxes.name')}
        required
        maxLength={60}
        value={name}
        problem={form.error?.field('name')}
        onInput={event => setName(event.currentTarget.value)}
      />
      <SettingFields
        fields={kind.fields}
        values={values}
        stored={stored}
        form={faulty}
        onChange={(key, value) => {
          setValues({ ...values, [key]: value });
          setSteps(undefined);
        }}
      />
      <div class="form-pair">
        <ColorField value={color} onChange={setColor} />
        {teams.value.length > 0 && (
          <Select
            label={t('inboxes.team')}
            value={team}
            options={[
              { id: '', text: t('assign.no_team') },
              ...teams.value.map(entry => ({ id: entry.id, text: entry.name })),
            ]}
            onChange={setTeam}
          />
        )}
      </div>
      <section class="try" aria-label={t('channel.test_title')}>
        {!steps && !trial.busy && <p class="muted">{t('channel.test_first')}</p>}
        <Steps steps={steps} busy={trial.busy} />
        {steps && (
          <p class={`try-verdict ${failed ? 'bad' : 'ok'}`}>
            {t(failed ? 'channel.not_passed' : 'channel.all_passed')}
          </p>
        )}
        {trial.error && <Outcome form={trial} />}
      </section>
      <div class="form-foot">
        <button
          type="button"
          class={`button ${steps ? '' : 'primary'}`}
          disabled={trial.busy || missing.length > 0}
          onClick={() => void test()}
        >
          <Play size={15} />
          {t(steps ? 'channel.test_again' : 'channel.test')}
        </button>
        {failed ? (
          <button type="button" class="button" disabled={form.busy} onClick={() => void save(true)}>
            {t('channel.save_paused')}
          </button>
        ) : (
          <button
            type="submit"
            class={`button ${steps ? 'primary' : ''}`}
            disabled={form.busy || missing.length > 0}
          >
            {form.busy ? t('saving') : t('channel.save')}
          </button>
        )}
        {(form.error || form.done) && <Outcome form={form} />}
      </div>
    </form>
  );
}
