// The server held a reply back (409 moved_on): here is what was said meanwhile, and two ways on.

import type { Id } from '@keydesk/client/index';
import { Edit, Send, Warn } from '@keydesk/ui/icons';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/index';
import { open } from '../palette/openers';
import { changeDraft, draftFor } from '../state/drafts';
import { lastSeq, type Thread } from '../state/thread-model';
import { change, discard, resend, threadSignal } from '../state/threads';

export function Held({ held, id }: { held: NonNullable<Thread['held']>; id: Id }) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const { pending, news } = held;

  const review = () => {
    const draft = draftFor(id).peek();
    const typed = draft[pending.kind];
    changeDraft(id, {
      kind: pending.kind,
      [pending.kind]: typed ? `${pending.body}\n${typed}` : pending.body,
      attachments: [...pending.attachments, ...draft.attachments],
      begunAt: lastSeq(threadSignal(id).peek()),
    });
    discard(pending);
    change(id, thread => ({ ...thread, held: undefined }));
    open(pending.kind);
  };

  return (
    <section class="held" role="alertdialog" aria-label={t('held.title')} aria-describedby="held-why">
      <header>
        <Warn size={18} />
        <div>
          <h3>{t('held.title')}</h3>
          <p id="held-why">{t('held.why')}</p>
        </div>
      </header>
      <ul>
        {news.map(message => (
          <li key={message.id} class={message.kind}>
            <b>{message.author?.name ?? t('said.customer')}</b>
            <span>{message.body || t('notify.attachment')}</span>
          </li>
        ))}
      </ul>
      <blockquote>
        <small>{t('held.yours')}</small>
        {pending.body}
      </blockquote>
      <div class="held-actions">
        <button type="button" class="button primary" ref={first} onClick={review}>
          <Edit size={16} />
          {t('held.review')}
        </button>
        <button type="button" class="button" onClick={() => void resend(pending, true)}>
          <Send size={16} />
          {t('held.send')}
        </button>
        <button type="button" class="link-button" onClick={() => discard(pending)}>
          {t('discard')}
        </button>
      </div>
    </section>
  );
}
