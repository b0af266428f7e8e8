// What became of a reply at the doors by which it went, and what an agent can do about it.

import type { Delivery, Id } from '@keydesk/client/index';
import { DoorIcon } from '@keydesk/ui/door-icons';
import { locale } from '@keydesk/ui/i18n';
import { Check, CheckDouble, Clock, Close, Help, Retry, Warn } from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { momentText } from '../lib/time';
import { PickButton } from '../parts/pick-button';
import { now } from '../state/clock';
import { doorsOf } from '../state/doors';
import { sayFailed } from '../state/failed';
import { api } from '../state/session';
import { withDeliveries } from '../state/thread-model';
import { change, threadSignal } from '../state/threads';
import { doorName } from './door-line';
import { faultText } from './faults';
import { kindName } from './names';

export function Deliveries({
  conversation,
  deliveries,
}: {
  conversation: Id;
  deliveries: readonly Delivery[];
}) {
  return (
    <div class="deliveries">
      {deliveries.map(delivery => (
        <Line key={delivery.id} conversation={conversation} delivery={delivery} />
      ))}
    </div>
  );
}

const marks: Record<Delivery['state'], ComponentChildren> = {
  queued: <Clock size={14} />,
  sending: <Clock size={14} />,
  sent: <Check size={14} />,
  delivered: <CheckDouble size={14} />,
  read: <CheckDouble size={14} />,
  held: <Clock size={14} />,
  failed: <Warn size={14} />,
  uncertain: <Help size={14} />,
  cancelled: <Close size={14} />,
};

/** Why it is where it is; empty when all is well. */
export function whyText(delivery: Delivery): string {
  const { state, kind, code, detail } = delivery;
  if (state === 'uncertain') return t('delivery.uncertain_why');
  const troubled = state === 'failed' || state === 'held' || state === 'queued';
  return troubled && code ? faultText(kind, code, detail) : '';
}

function Line({ conversation, delivery }: { conversation: Id; delivery: Delivery }) {
  const { state, kind } = delivery;
  const why = whyText(delivery);
  const due = state === 'queued' && delivery.due_at && delivery.due_at > now.value ? delivery.due_at : 0;
  const open = state === 'failed' || state === 'uncertain' || state === 'held';
  return (
    <div class={`delivery ${state}`}>
      <span class="delivery-state" role={open ? 'status' : undefined}>
        {marks[state]}
        {t(`delivery.${state}`)}
        <span class="came-by" title={delivery.inbox.name}>
          <DoorIcon kind={kind} size={13} />
          <span class="sr-only">{t('said.by', { door: kindName(kind) })}</span>
          <span aria-hidden="true">{kindName(kind)}</span>
        </span>
        {due > 0 && <span>· {t('delivery.next', { when: momentText(due, now.value, locale.value) })}</span>}
      </span>
      {why && <span class="delivery-why">{why}</span>}
      {(open || (state === 'queued' && delivery.attempts > 0)) && (
        <Ways conversation={conversation} delivery={delivery} />
      )}
    </div>
  );
}

function Ways({ conversation, delivery }: { conversation: Id; delivery: Delivery }) {
  const [busy, setBusy] = useState(false);
  const others = (doorsOf(conversation).value ?? []).filter(
    door => door.thread !== delivery.thread && door.thread !== 'web' && door.state === 'open',
  );
  const act = async (work: () => Promise<{ deliveries: Delivery[] }>) => {
    setBusy(true);
    try {
      const { deliveries } = await work();
      const message = messageOf(conversation, delivery.id);
      if (message) change(conversation, thread => withDeliveries(thread, message, deliveries));
    } catch (failure) {
      sayFailed(failure);
    }
    setBusy(false);
  };
  const again = () => {
    if (delivery.state === 'uncertain' && !confirm(t('delivery.again_sure'))) return;
    void act(() => api.sendAgain(delivery.id));
  };
  return (
    <span class="delivery-ways">
      {delivery.state !== 'queued' && (
        <button type="button" class="link-button" disabled={busy} onClick={again}>
          <Retry size={13} />
          {t('delivery.again')}
        </button>
      )}
      {others.length > 0 && delivery.state !== 'queued' && (
        <PickButton
          name={`redirect-${delivery.id}`}
          label={t('delivery.by_other')}
          class="link-button"
          worded
          options={others.map(door => ({
            id: door.thread,
            text: doorName(door),
            icon: <DoorIcon kind={door.kind} />,
          }))}
          onPick={option => void act(() => api.redirectDelivery(delivery.id, option.id))}
        >
          {t('delivery.by_other')}
        </PickButton>
      )}
      <button
        type="button"
        class="link-button"
        disabled={busy}
        onClick={() => void act(() => api.cancelDelivery(delivery.id))}
      >
        <Close size={13} />
        {t('delivery.cancel')}
      </button>
    </span>
  );
}

function messageOf(conversation: Id, delivery: Id): Id | undefined {
  const { messages } = threadSignal(conversation).peek();
  return messages.find(message => message.deliveries?.some(entry => entry.id === delivery))?.id;
}
