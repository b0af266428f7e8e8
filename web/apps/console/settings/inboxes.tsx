// The doors through which customers come: the list, the wizard for a new one, and the page of each.

import type { Inbox } from '@keydesk/client/index';
import { DoorBadge } from '@keydesk/ui/door-icons';
import { ChevronLeft, Inbox as InboxIcon, Plus } from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { channelKinds, kindName, said } from '../doors/names';
import { t } from '../i18n/index';
import { follow, go, query, root } from '../lib/router';
import { Broken, Empty, Skeleton } from '../parts/states';
import { loadChannelKinds, loadHealth } from '../state/doors';
import { inboxes, loadMeta } from '../state/meta';
import { ChannelEditor } from './channels/editor';
import { HealthLine, HealthTag } from './channels/health';
import { InboxPage } from './channels/inbox-page';
import { About, Kinds } from './channels/kinds';
import { InboxEditor } from './inbox-editor';
import { palette } from './labels';
import { PageHead } from './page';

const blank: Inbox = { id: '', name: '', sites: [], color: palette[0] as string, greeting: {} };

export function Inboxes() {
  const [web, setWeb] = useState<Inbox | undefined>();
  const [failed, setFailed] = useState(false);
  const load = () => {
    setFailed(false);
    loadChannelKinds().catch(() => setFailed(true));
  };
  useEffect(() => {
    load();
    void loadHealth();
    void loadMeta('inboxes');
  }, []);
  const params = query.value;
  const adds = params.get('add');
  const inbox = inboxes.value.find(entry => entry.id === params.get('id'));
  const kinds = channelKinds.value;
  if (failed && !kinds) return <Broken text={t('start.failed')} onRetry={load} />;
  if ((adds !== null || params.has('id')) && !kinds) return <Skeleton rows={4} kind="form" />;
  const kind = kinds?.find(entry => entry.kind === (adds || inbox?.kind));
  return (
    <>
      {adds !== null && kind ? (
        <>
          <Head kind={kind.kind} title={t('channel.title', { kind: said(kind.name) })} back="?add" />
          <About text={said(kind.about)} />
          <ChannelEditor
            key={kind.kind}
            kind={kind}
            onSaved={saved => {
              void Promise.all([loadMeta('inboxes'), loadHealth()]).then(() =>
                go(`/settings/inboxes?id=${saved.id}&new`, { replace: true }),
              );
            }}
          />
        </>
      ) : adds !== null ? (
        <>
          <Head title={t('channel.choose')} text={t('channel.choose_text')} />
          <Kinds onWeb={() => setWeb(blank)} />
        </>
      ) : inbox && kind ? (
        <>
          <Head kind={kind.kind} title={inbox.name} text={said(kind.name)} />
          <InboxPage key={inbox.id} inbox={inbox} kind={kind} fresh={params.has('new')} />
        </>
      ) : (
        <List onWeb={setWeb} />
      )}
      {web && (
        <InboxEditor
          key={web.id}
          inbox={web}
          onClose={() => {
            setWeb(undefined);
            if (!web.id) go('/settings/inboxes');
            void loadMeta('inboxes');
          }}
        />
      )}
    </>
  );
}

interface HeadProps {
  title: string;
  text?: string;
  kind?: string;
  /** The page before this one; without it the list. */
  back?: string;
  children?: ComponentChildren;
}

function Head({ title, text, kind, back = '' }: HeadProps) {
  return (
    <header class="settings-head inbox-head">
      <a
        class="icon-button"
        href={`${root}/settings/inboxes${back}`}
        onClick={follow}
        aria-label={t('channel.back')}
        title={t('channel.back')}
      >
        <ChevronLeft />
      </a>
      {kind && <DoorBadge kind={kind} size={40} />}
      <div>
        <h2>{title}</h2>
        {text && text !== title && <p class="muted">{text}</p>}
      </div>
    </header>
  );
}

function List({ onWeb }: { onWeb: (inbox: Inbox) => void }) {
  return (
    <>
      <PageHead title={t('settings.inboxes')} text={t('inboxes.text')}>
        <a class="button primary" href={`${root}/settings/inboxes?add`} onClick={follow}>
          <Plus size={17} />
          {t('inboxes.add')}
        </a>
      </PageHead>
      {inboxes.value.length === 0 && <Empty icon={<InboxIcon size={28} />} title={t('inboxes.empty')} />}
      <ul class="rows card">
        {inboxes.value.map(inbox => (
          <Row key={inbox.id} inbox={inbox} onWeb={onWeb} />
        ))}
      </ul>
    </>
  );
}

function Row({ inbox, onWeb }: { inbox: Inbox; onWeb: (inbox: Inbox) => void }) {
  const kind = inbox.kind ?? 'web';
  const sites = (inbox.sites ?? []).join(', ') || t('inboxes.no_sites');
  return (
    <li>
      <DoorBadge kind={kind} size={34} />
      <div class="rows-main">
        <b>{inbox.name}</b> <HealthTag inbox={inbox.id} />
        <small class="muted">{kind === 'web' ? sites : kindName(kind)}</small>
        <HealthLine inbox={inbox} />
      </div>
      {kind === 'web' ? (
        <button type="button" class="button small" onClick={() => onWeb(inbox)}>
          {t('edit')}
        </button>
      ) : (
        <a class="button small" href={`${root}/settings/inboxes?id=${inbox.id}`} onClick={follow}>
          {t('edit')}
        </a>
      )}
    </li>
  );
}
