// A letter as it was written: rebuilt by the server's filter, and shown where nothing in it can act.

import { Eye } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { api } from '../state/session';

export function Formatted({ message }: { message: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div class="formatted">
      <button type="button" class="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Eye size={14} />
        {t(open ? 'html.hide' : 'html.show')}
      </button>
      {open && (
        <>
          <iframe
            sandbox=""
            loading="lazy"
            referrerpolicy="no-referrer"
            title={t('html.label')}
            src={api.htmlUrl(message)}
          />
          <small>{t('html.note')}</small>
        </>
      )}
    </div>
  );
}
