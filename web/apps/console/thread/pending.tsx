import { Clock, Note, Retry, Trash, Warn } from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { browserOnline } from '../state/live';
import type { Pending } from '../state/thread-model';
import { discard, resend } from '../state/threads';
import { Attachments } from './attachments';
import { Body } from './body';

/** A reply that the server has not confirmed: on its way, or stuck with a way out. */
export function PendingRow({ pending }: { pending: Pending }) {
  const failed = pending.state === 'failed';
  return (
    <div class={`message ours ${pending.kind === 'note' ? 'note' : ''} pending ${failed ? 'failed' : ''}`}>
      <div class="message-body">
        <div class="bubble">
          {pending.kind === 'note' && (
            <small class="note-head">
              <Note size={14} />
              {t('note.title')}
            </small>
          )}
          {pending.body && <Body body={pending.body} redacted={false} note={pending.kind === 'note'} />}
          <Attachments files={pending.attachments} />
        </div>
        <div class="meta" role="status">
          {!failed && (
            <>
              <Clock size={13} />
              {t(browserOnline.value ? 'state.sending' : 'state.waiting')}
            </>
          )}
          {failed && (
            <>
              <Warn size={14} />
              <span class="failed-text">
                {pending.reason ? t('state.refused', { why: pending.reason }) : t('state.failed')}
              </span>
              <button type="button" class="link-button" onClick={() => void resend(pending)}>
                <Retry size={13} />
                {t('retry')}
              </button>
              <button type="button" class="link-button" onClick={() => discard(pending)}>
                <Trash size={13} />
                {t('discard')}
              </button>
            </>
          )}
        </div>
      </div>
    </div>
  );
}
