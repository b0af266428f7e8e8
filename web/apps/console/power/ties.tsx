// Beside a conversation: follow it, hand it over, link it, and what it is linked with.

import { asApiError, type Conv, type Id, type Tie } from '@keydesk/client/index';
import { Bell, BellOff, Copy, Link, Users } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { follow, go, root } from '../lib/router';
import { onOpen } from '../palette/openers';
import { Dialog } from '../parts/dialog';
import { Area, Field, Select, Submit, Switch, useForm } from '../parts/form';
import { allConvs } from '../state/convs';
import { agents } from '../state/meta';
import { api, myId } from '../state/session';
import { threadSignal } from '../state/threads';
import { toast } from '../state/toasts';
import { power } from './api';
import { loadTies, tiesOf } from './state';

export function TiesSection({ conv }: { conv: Conv }) {
  const id = conv.id;
  const ties = tiesOf(id).value;
  const [shown, setShown] = useState<'handover' | 'link' | 'split' | undefined>();
  const following = ties?.following === true;
  const flip = () =>
    void power.follow(id, !following).then(
      () => loadTies(id),
      failure => toast(t('toast.failed', { why: asApiError(failure).message }), { tone: 'bad' }),
    );
  onOpen('follow', flip);
  onOpen('handover', () => setShown('handover'));
  onOpen('link', () => setShown('link'));
  const close = () => {
    setShown(undefined);
    void loadTies(id);
  };
  const followers = ties?.followers.filter(one => one.id !== myId.value).map(one => one.name) ?? [];
  return (
    <section class="ties">
      <div class="ties-acts">
        <button type="button" class="button small" aria-pressed={following} onClick={flip}>
          {following ? <BellOff size={15} /> : <Bell size={15} />}
          {t(following ? 'ties.following' : 'ties.follow')}
        </button>
        <button type="button" class="button small" onClick={() => setShown('handover')}>
          <Users size={15} />
          {t('ties.handover')}
        </button>
        <button type="button" class="button small" onClick={() => setShown('link')}>
          <Link size={15} />
          {t('ties.link_short')}
        </button>
        <button type="button" class="button small" onClick={() => setShown('split')}>
          <Copy size={15} />
          {t('ties.split')}
        </button>
      </div>
      {followers.length > 0 && <p class="muted">{t('ties.followers', { names: followers.join(', ') })}</p>}
      {ties && ties.links.length > 0 && (
        <ul class="ties-list">
          {ties.links.map(link => (
            <LinkRow key={link.id} link={link} onGone={() => void loadTies(id)} />
          ))}
        </ul>
      )}
      {shown === 'handover' && <HandOver conv={conv} onClose={close} />}
      {shown === 'link' && <LinkDialog id={id} onClose={close} />}
      {shown === 'split' && <SplitDialog id={id} onClose={close} />}
    </section>
  );
}

function LinkRow({ link, onGone }: { link: Tie; onGone: () => void }) {
  return (
    <li>
      <a href={`${root}/c/${link.other.id}`} onClick={follow}>
        <span class="mono">#{link.other.number}</span> {link.other.customer.name}
      </a>
      <small class="muted clamp">
        {t(`ties.${link.kind}`)} · {link.reason}
      </small>
      <button
        type="button"
        class="link-button"
        onClick={() =>
          void power
            .unlink(link.id)
            .then(onGone, failure =>
              toast(t('toast.failed', { why: asApiError(failure).message }), { tone: 'bad' }),
            )
        }
      >
        {t('ties.unlink')}
      </button>
    </li>
  );
}

function HandOver({ conv, onClose }: { conv: Conv; onClose: () => void }) {
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

/** The conversation with this number, among those this tab knows or a search finds. */
async function numbered(number: number): Promise<Id | undefined> {
  for (const conv of allConvs()) if (conv.peek().number === number) return conv.peek().id;
  const page = await api.conversations({ view: 'all', status: 'any', limit: 200 });
  return page.items.find(conv => conv.number === number)?.id;
}

function LinkDialog({ id, onClose }: { id: Id; onClose: () => void }) {
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState('');
  const [unknown, setUnknown] = useState(false);
  const form = useForm();
  return (
    <Dialog label={t('ties.link')} onClose={onClose}>
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          void form.run(async () => {
            const other = await numbered(Number(number.replace('#', '')));
            if (!other || other === id) return setUnknown(true);
            await power.link(id, other, reason);
            toast(t('link.done'));
            onClose();
          });
        }}
      >
        <Field
          label={t('link.number')}
          required
          inputMode="numeric"
          value={number}
          problem={unknown ? t('link.unknown') : undefined}
          onInput={event => {
            setNumber(event.currentTarget.value);
            setUnknown(false);
          }}
        />
        <Field
          label={t('link.reason')}
          required
          maxLength={200}
          value={reason}
          problem={form.error?.field('reason')}
          onInput={event => setReason(event.currentTarget.value)}
        />
        <Submit form={form} text={t('ties.link')} />
      </form>
    </Dialog>
  );
}

function SplitDialog({ id, onClose }: { id: Id; onClose: () => void }) {
  const said = threadSignal(id).value.messages.filter(message => message.kind === 'customer');
  const [from, setFrom] = useState(String(said[said.length - 1]?.seq ?? 0));
  const [reason, setReason] = useState('');
  const form = useForm();
  return (
    <Dialog label={t('split.title')} onClose={onClose}>
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          void form.run(async () => {
            const made = await power.split(id, Number(from), reason);
            toast(t('split.done'));
            onClose();
            go(`/c/${made.conversation}`);
          });
        }}
      >
        <p class="field-hint">{t('split.text')}</p>
        <Select
          label={t('split.from')}
          value={from}
          options={said.slice(-30).map(message => ({
            id: String(message.seq),
            text: message.body.slice(0, 60) || `#${message.seq}`,
          }))}
          onChange={setFrom}
        />
        <Field
          label={t('split.reason')}
          required
          maxLength={200}
          value={reason}
          problem={form.error?.field('reason')}
          onInput={event => setReason(event.currentTarget.value)}
        />
        <Submit form={form} text={t('ties.split')} />
      </form>
    </Dialog>
  );
}
