// Two conversations become one: found, compared, and only then merged; it can be undone.

import type { Conv, Id } from '@keydesk/client/index';
import { ChevronRight, Link, Retry, Warn } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { kindName } from '../doors/names';
import { t } from '../i18n/index';
import { w } from '../i18n/ties';
import { go } from '../lib/router';
import { Dialog } from '../parts/dialog';
import { Field, Form, Submit, useForm } from '../parts/form';
import { sayFailed } from '../state/failed';
import { loadRelated } from '../state/related';
import { threadSignal } from '../state/threads';
import { toast } from '../state/toasts';
import { power } from './api';
import { type Candidate, FindConversation, useArrival } from './find';
import { Side, useSaid } from './side';
import { loadTies } from './state';

interface Props {
  conv: Conv;
  onClose: () => void;
  /** Where merging is refused the two can still name each other. */
  onLink: (other: Conv) => void;
}

const isWeb = (conv: Conv) => conv.inbox.kind === 'web';

/** Why the server would refuse; the same rules as its own, said before anybody writes a reason. */
function barrier(one: Conv, other: Conv): 'merge.two_people' | 'merge.two_webs' | undefined {
  if (one.customer.id !== other.customer.id && one.customer.verified && other.customer.verified) {
    return 'merge.two_people';
  }
  return isWeb(one) && isWeb(other) ? 'merge.two_webs' : undefined;
}

export function MergeDialog({ conv, onClose, onLink }: Props) {
  const [chosen, setChosen] = useState<Candidate | undefined>();
  return (
    <Dialog label={w('merge.title')} onClose={onClose} class={chosen ? 'compare' : 'finder'}>
      {chosen ? (
        <Compare
          conv={conv}
          chosen={chosen}
          onBack={() => setChosen(undefined)}
          onClose={onClose}
          onLink={onLink}
        />
      ) : (
        <FindConversation conv={conv} onPick={setChosen} />
      )}
    </Dialog>
  );
}

interface CompareProps extends Props {
  chosen: Candidate;
  onBack: () => void;
}

function Compare({ conv, chosen, onBack, onClose, onLink }: CompareProps) {
  const other = chosen.conv;
  const [away, setAway] = useState(isWeb(other));
  const said = useSaid(other.id);
  const top = useArrival<HTMLDivElement>();
  const [from, into] = away ? [conv, other] : [other, conv];
  const barred = barrier(conv, other);
  const side = (one: Conv) => (
    <Side
      title={barred ? `#${one.number}` : `#${one.number} · ${w(one === from ? 'merge.from' : 'merge.into')}`}
      conv={one}
      messages={one === conv ? threadSignal(conv.id).value.messages : said}
    />
  );
  return (
    <>
      <div class="merge-way" ref={top} tabIndex={-1}>
        <p class={`tag ${chosen.match === 'search' ? 'warn' : 'ok'}`}>{w(`merge.matched_${chosen.match}`)}</p>
        <span class="grow" />
        {!isWeb(conv) && !isWeb(other) && (
          <button type="button" class="button small" onClick={() => setAway(!away)}>
            <Retry size={15} />
            {w('merge.swap')}
          </button>
        )}
        <button type="button" class="button small" onClick={onBack}>
          {w('link.another')}
        </button>
      </div>
      <div class="compare-sides merge-sides">
        {side(from)}
        <span class="merge-arrow" aria-hidden="true">
          {barred ? <Warn size={20} /> : <ChevronRight />}
        </span>
        {side(into)}
      </div>
      {barred ? (
        <div class="merge-barred" role="alert">
          <Warn size={18} />
          <p>{w(barred)}</p>
          <button type="button" class="button" onClick={() => onLink(other)}>
            <Link size={16} />
            {w('merge.link_instead')}
          </button>
        </div>
      ) : (
        <MergeForm from={from} into={into} chosen={chosen} here={conv.id} onClose={onClose} />
      )}
    </>
  );
}

interface FormProps {
  from: Conv;
  into: Conv;
  chosen: Candidate;
  here: Id;
  onClose: () => void;
}

function MergeForm({ from, into, chosen, here, onClose }: FormProps) {
  const [reason, setReason] = useState(chosen.match === 'search' ? '' : w(`merge.matched_${chosen.match}`));
  const form = useForm();
  const door = kindName(from.inbox.kind);
  const numbers = { from: from.number, into: into.number };
  const merge = async () => {
    if (!(await form.run(() => power.merge(from.id, into.id, reason.trim())))) return;
    reload(from.id, into.id);
    toast(w('merge.done', numbers), {
      action: { label: t('toast.undo'), run: () => void unmerge(from, into.id) },
    });
    onClose();
    if (into.id !== here) go(`/c/${into.id}`);
  };
  return (
    <Form onSubmit={merge}>
      <div class="merge-after">
        <b>{w('merge.see_title')}</b>
        <ul>
          <li>{w('merge.see_doors', { door, into: into.number })}</li>
          {isWeb(into) && <li>{w('merge.see_web', { door })}</li>}
          <li>{w('merge.see_history', { from: from.number })}</li>
        </ul>
      </div>
      <Field
        label={w('merge.reason')}
        required
        maxLength={200}
        value={reason}
        problem={form.error?.field('reason')}
        onInput={event => setReason(event.currentTarget.value)}
      />
      <Submit form={form} text={w('merge.submit', { into: into.number })} />
    </Form>
  );
}

function reload(...ids: Id[]): void {
  for (const id of ids) {
    void loadTies(id);
    void loadRelated(id);
  }
}

/** The server names a merge by its link, which both conversations show. */
async function unmerge(from: Conv, into: Id): Promise<void> {
  try {
    const { links } = await power.ties(into);
    const made = links.find(link => link.kind === 'merged' && link.other.id === from.id);
    if (made) await power.unlink(made.id);
    toast(w('merge.undone', { from: from.number }));
  } catch (failure) {
    sayFailed(failure);
  }
  reload(from.id, into);
}
