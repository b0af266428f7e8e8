// A quiet offer above the history: this may be the same problem as another conversation.

import type { Conv, Id, Related as Kin } from '@keydesk/client/index';
import { Close, Link } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { type Key, t } from '../i18n/index';
import { go } from '../lib/router';
import { Dialog } from '../parts/dialog';
import { Field, Outcome, useForm } from '../parts/form';
import { Side, useSaid } from '../power/side';
import { look } from '../state/convs';
import { sayFailed } from '../state/failed';
import { dismissPair, isDismissed, loadRelated, relatedOf } from '../state/related';
import { api } from '../state/session';
import { threadSignal } from '../state/threads';
import { toast } from '../state/toasts';
import { kindName } from './names';

export function RelatedStrip({ id, seq }: { id: Id; seq: number }) {
  const [shown, setShown] = useState<Kin | undefined>();
  const kin = relatedOf(id).value;
  // What was just said may name what somebody else has named.
  useEffect(() => void loadRelated(id), [id, seq]);
  const offer = kin.items.find(entry => !isDismissed(id, entry.conversation.id));
  if (!offer) return null;
  const { conversation: other, reason } = offer;
  const key = `join.${reason}`;
  const params = { number: other.number, door: kindName(other.inbox.kind) };
  return (
    <section class="related" aria-label={t('join.title')}>
      <Link size={16} />
      <span>{key in t.all.en ? t(key as Key, params) : t('join.other', params)}</span>
      <button type="button" class="button small" onClick={() => setShown(offer)}>
        {t('join.look')}
      </button>
      <button
        type="button"
        class="icon-button small"
        aria-label={t('join.dismiss')}
        title={t('join.dismiss')}
        onClick={() => dismissPair(id, other.id)}
      >
        <Close size={15} />
      </button>
      {shown && <Compare id={id} offer={shown} onClose={() => setShown(undefined)} />}
    </section>
  );
}

function Compare({ id, offer, onClose }: { id: Id; offer: Kin; onClose: () => void }) {
  const other = offer.conversation;
  const theirs = useSaid(other.id);
  const suggested = `join.suggest_${offer.reason}`;
  const [reason, setReason] = useState(suggested in t.all.en ? t(suggested as Key) : '');
  const form = useForm();
  const own = look(id);
  // The website's chat cannot be led elsewhere: what came by another door is led to it.
  const [from, into] = own && isWeb(other) ? [own, other] : [other, own ?? other];
  const possible = !isWeb(from);
  const join = () =>
    form
      .run(async () => {
        const { join: made } = await api.join(from.id, into.id, reason.trim());
        void loadRelated(into.id);
        toast(t('join.done', { number: from.number }), {
          action: { label: t('toast.undo'), run: () => void undoJoin(into.id, made) },
        });
      })
      .then(done => {
        if (!done) return;
        onClose();
        if (into.id !== id) go(`/c/${into.id}`);
      });
  return (
    <Dialog label={t('join.title')} onClose={onClose} class="compare">
      <div class="compare-sides">
        {own && <Side title={t('join.this')} conv={own} messages={threadSignal(id).value.messages} />}
        <Side
          title={t('join.other', { number: other.number, door: kindName(other.inbox.kind) })}
          conv={other}
          messages={theirs}
        />
      </div>
      <form
        class="form"
        hidden={!possible}
        onSubmit={event => {
          event.preventDefault();
          void join();
        }}
      >
        <Field
          label={t('join.reason')}
          hint={t('join.note')}
          required
          maxLength={200}
          value={reason}
          problem={form.error?.field('reason')}
          onInput={event => setReason(event.currentTarget.value)}
        />
        <div class="form-foot">
          <button type="submit" class="button primary" disabled={form.busy || !reason.trim()}>
            <Link size={16} />
            {t('join.do')}
          </button>
          <button
            type="button"
            class="button"
            onClick={() => {
              dismissPair(id, other.id);
              onClose();
            }}
          >
            {t('join.cancel')}
          </button>
          {form.error && <Outcome form={form} />}
        </div>
      </form>
    </Dialog>
  );
}

const isWeb = (conv: Conv) => conv.inbox.kind === 'web';

export async function undoJoin(id: Id, join: Id): Promise<void> {
  try {
    await api.undoJoin(join);
    toast(t('join.undone'));
  } catch (failure) {
    sayFailed(failure);
  }
  void loadRelated(id);
}
