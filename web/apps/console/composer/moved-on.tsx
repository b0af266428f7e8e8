import type { Message } from '@keydesk/client/index';
import { Users } from '@keydesk/ui/icons';
import { t } from '../i18n/index';

/** A colleague has answered while this reply was being written: said before it is sent, not after. */
export function MovedOn({ news, onSeen }: { news: readonly Message[]; onSeen: () => void }) {
  const reply = news.find(message => message.kind === 'reply');
  return (
    <div class="moved-on" role="status">
      <Users size={17} />
      <p>
        <b>{t('moved.meanwhile', { name: reply?.author?.name ?? t('moved.somebody') })}</b> {reply?.body}
      </p>
      <button type="button" class="button small" onClick={onSeen}>
        {t('moved.seen')}
      </button>
    </div>
  );
}
