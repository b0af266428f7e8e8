// What can be done with a conversation beside answering it: link, split, hand over. Loaded when asked for.

import type { Conv } from '@keydesk/client/index';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { w } from '../i18n/ties';
import { go } from '../lib/router';
import { Dialog } from '../parts/dialog';
import { Area, Field, Select, Submit, Switch, useForm } from '../parts/form';
import { agents } from '../state/meta';
import { myId } from '../state/session';
import { threadSignal } from '../state/threads';
import { toast } from '../state/toasts';
import { power } from './api';
import { FindConversation, useArrival } from './find';
import { MergeDialog } from './merge';
import type { TieTool } from './ties';

interface Props {
  conv: Conv;
  onClose: () => void;
}

interface LinkProps extends Props {
  /** The other one, when it was chosen before. */
  other?: Conv;
}

const dialogs = { handover: HandOver, link: LinkDialog, merge: MergeDialog, split: SplitDialog };

export function TieDialog({ tool, conv, onClose }: Props & { tool: TieTool }) {
  const [instead, setInstead] = useState<Conv | undefined>();
  if (instead) return <LinkDialog conv={conv} other={instead} onClose={onClose} />;
  const Tool = dialogs[tool];
  return <Tool conv={conv} onClose={onClose} onLink={setInstead} />;
}

function HandOver({ conv, onClose }: Props) {
  const [agent, setAgent] = useState('');
  const [raise, setRaise] = useState(false);
  const [note, setNote] = useState('');
  const form = useForm();
  useEffect(() => {
    power.summary(conv.id).then(
      answer => setNote(known => known || answer.text),
      () => undefined,
    );
  }, [conv.id]);
  const others = agents.value.filter(one => !one.disabled && one.id !== myId.value);
  // To nobody only when it is raised: somebody must have it afterwards.
  const raised = raise || others.length === 0;
  const receiver = agent || (raised ? '' : (others[0]?.id ?? ''));
  return (
    <Dialog label={t('ties.handover')} onClose={onClose} class="power-dialog">
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          const body = { note, agent: receiver, ...(raised ? { tier: 'specialist' as const } : {}) };
          void form
            .run(() => power.handOver(conv.id, body))
            .then(done => {
              if (!done) return;
              toast(t('handover.done'));
              onClose();
            });
        }}
      >
        <Select
          label={t('handover.to')}
          value={receiver}
          options={[
            ...(raised ? [{ id: '', text: t('handover.nobody') }] : []),
            ...others.map(one => ({ id: one.id, text: one.name })),
          ]}
          onChange={setAgent}
        />
        <Switch label={t('handover.specialist')} on={raised} onChange={setRaise} />
        <Area
          label={t('handover.note')}
          hint={t('handover.note_hint')}
          rows={9}
          required
          value={note}
          problem={form.error?.field('note')}
          onInput={event => setNote(event.currentTarget.value)}
        />
        <Submit form={form} text={t('ties.handover')} />
      </form>
    </Dialog>
  );
}

function LinkDialog({ conv, other: known, onClose }: LinkProps) {
  const [other, setOther] = useState(known);
  return (
    <Dialog label={w('link.title')} onClose={onClose} class={other ? '' : 'finder'}>
      {other ? (
        <LinkForm conv={conv} other={other} onBack={() => setOther(undefined)} onClose={onClose} />
      ) : (
        <FindConversation conv={conv} onPick={chosen => setOther(chosen.conv)} />
      )}
    </Dialog>
  );
}

interface LinkFormProps extends Props {
  other: Conv;
  onBack: () => void;
}

function LinkForm({ conv, other, onBack, onClose }: LinkFormProps) {
  const [reason, setReason] = useState('');
  const form = useForm();
  const top = useArrival<HTMLParagraphElement>();
  const link = async () => {
    if (!(await form.run(() => power.link(conv.id, other.id, reason.trim())))) return;
    toast(w('link.done'));
    onClose();
  };
  return (
    <form
      class="form"
      onSubmit={event => {
        event.preventDefault();
        void link();
      }}
    >
      <p ref={top} tabIndex={-1}>
        <b class="mono">#{other.number}</b> {other.customer.name} · {other.inbox.name}
      </p>
      <p class="field-hint">{w('link.text')}</p>
      <Field
        label={w('link.reason')}
        required
        maxLength={200}
        value={reason}
        problem={form.error?.field('reason')}
        onInput={event => setReason(event.currentTarget.value)}
      />
      <Submit form={form} text={w('link.submit')}>
        <button type="button" class="button" onClick={onBack}>
          {w('link.another')}
        </button>
      </Submit>
    </form>
  );
}

const mostOffered = 30;

function SplitDialog({ conv, onClose }: Props) {
  const said = threadSignal(conv.id).value.messages.filter(message => message.kind === 'customer');
  const [from, setFrom] = useState(String(said[said.length - 1]?.seq ?? 0));
  const [reason, setReason] = useState('');
  const form = useForm();
  const split = () =>
    form.run(async () => {
      const made = await power.split(conv.id, Number(from), reason.trim());
      toast(w('split.done'));
      onClose();
      go(`/c/${made.conversation}`);
    });
  return (
    <Dialog label={w('split.title')} onClose={onClose}>
      {said.length === 0 ? (
        <p class="muted">{w('split.nothing')}</p>
      ) : (
        <form
          class="form"
          onSubmit={event => {
            event.preventDefault();
            void split();
          }}
        >
          <p class="field-hint">{w('split.text')}</p>
          <Select
            label={w('split.from')}
            value={from}
            options={said.slice(-mostOffered).map(message => ({
              id: String(message.seq),
              text: message.body.slice(0, 60) || `#${message.seq}`,
            }))}
            onChange={setFrom}
          />
          <Field
            label={w('split.reason')}
            required
            maxLength={200}
            value={reason}
            problem={form.error?.field('reason')}
            onInput={event => setReason(event.currentTarget.value)}
          />
          <Submit form={form} text={w('split.submit')} />
        </form>
      )}
    </Dialog>
  );
}
