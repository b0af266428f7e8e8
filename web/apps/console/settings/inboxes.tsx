import type { Inbox } from '@keydesk/client/index';
import { Inbox as InboxIcon, Plus } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Empty } from '../parts/states';
import { inboxes, loadMeta } from '../state/meta';
import { InboxEditor } from './inbox-editor';
import { palette } from './labels';
import { PageHead } from './page';

const blank: Inbox = { id: '', name: '', sites: [], color: palette[0] as string, greeting: {} };

export function Inboxes() {
  const [editing, setEditing] = useState<Inbox | undefined>();
  return (
    <>
      <PageHead title={t('settings.inboxes')} text={t('inboxes.text')}>
        <button type="button" class="button primary" onClick={() => setEditing(blank)}>
          <Plus size={17} />
          {t('inboxes.add')}
        </button>
      </PageHead>
      {inboxes.value.length === 0 && <Empty icon={<InboxIcon size={28} />} title={t('inboxes.empty')} />}
      <ul class="rows card">
        {inboxes.value.map(inbox => (
          <li key={inbox.id}>
            <i class="dot big" style={{ background: inbox.color || 'var(--brand)' }} />
            <div class="rows-main">
              <b>{inbox.name}</b>
              <small class="muted">{(inbox.sites ?? []).join(', ') || t('inboxes.no_sites')}</small>
            </div>
            <button type="button" class="button small" onClick={() => setEditing(inbox)}>
              {t('edit')}
            </button>
          </li>
        ))}
      </ul>
      {editing && (
        <InboxEditor
          key={editing.id}
          inbox={editing}
          onClose={() => {
            setEditing(undefined);
            void loadMeta('inboxes');
          }}
        />
      )}
    </>
  );
}
