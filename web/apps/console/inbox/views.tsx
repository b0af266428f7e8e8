// The second region: whose conversations, and which inbox, team or label.

import type { Inbox as InboxFace, View } from '@keydesk/client/index';
import { DoorIcon } from '@keydesk/ui/door-icons';
import { Filter, Inbox, Pause, Shield, Tag, User, Users, Warn } from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { t } from '../i18n/index';
import { follow, root, route } from '../lib/router';
import { savedViews, viewCounts } from '../power/state';
import { SavedViewsHead } from '../power/view-editor';
import { counts } from '../state/convs';
import { health } from '../state/doors';
import { inbox, label, listPath, saved, team, view } from '../state/here';
import { inboxes, labels, teams } from '../state/meta';
import { isAdmin } from '../state/session';

export const viewIcons: Record<View, ComponentChildren> = {
  mine: <User size={18} />,
  unassigned: <Inbox size={18} />,
  all: <Users size={18} />,
  security: <Shield size={18} />,
};

const shown: readonly View[] = ['mine', 'unassigned', 'all', 'security'];

export function Views() {
  const known = counts.value;
  const narrowed = inbox.value ?? label.value ?? team.value ?? saved.value;
  const searching = route.value.page === 'search';
  return (
    <nav class="views" aria-label={t('views.label')}>
      <h1>{t('rail.inbox')}</h1>
      <div class="views-scroll">
        {shown.map(name => (
          <Item
            key={name}
            path={listPath({ view: name })}
            icon={viewIcons[name]}
            text={t(`view.${name}` as 'view.mine')}
            count={known?.[name as 'mine']}
            here={!searching && !narrowed && view.value === name}
            bad={name === 'security'}
          />
        ))}
        <SavedViewsHead />
        {savedViews.value.map(entry => (
          <Item
            key={entry.id}
            path={listPath({ saved: entry })}
            icon={<Filter size={18} />}
            text={entry.name}
            count={viewCounts.value[entry.id]}
            here={!searching && saved.value === entry.id}
          />
        ))}
        <h2>{t('views.inboxes')}</h2>
        {inboxes.value.map(entry => (
          <Item
            key={entry.id}
            path={listPath({ view: 'all', inbox: entry.id })}
            icon={<InboxIcon inbox={entry} />}
            text={entry.name}
            count={known?.by_inbox[entry.id]}
            here={!searching && inbox.value === entry.id}
            mark={<InboxMark id={entry.id} />}
          />
        ))}
        {teams.value.length > 0 && <h2>{t('views.teams')}</h2>}
        {teams.value.map(entry => (
          <Item
            key={entry.id}
            path={listPath({ view: 'all', team: entry.id })}
            icon={<Users size={18} />}
            text={entry.name}
            count={undefined}
            here={!searching && team.value === entry.id}
          />
        ))}
        <h2>{t('views.labels')}</h2>
        {labels.value.map(entry => (
          <Item
            key={entry.id}
            path={listPath({ view: 'all', label: entry.id })}
            icon={<i class="dot" style={{ background: entry.color }} />}
            text={entry.name}
            count={known?.by_label[entry.id]}
            here={!searching && label.value === entry.id}
          />
        ))}
        {labels.value.length === 0 && (
          <p class="views-none">
            <Tag size={16} />
            {isAdmin.value ? (
              <a href={`${root}/settings/labels`} onClick={follow}>
                {t('views.make_labels')}
              </a>
            ) : (
              t('views.no_labels')
            )}
          </p>
        )}
      </div>
    </nav>
  );
}

/** The kind of its door, in the colour that it was given. */
function InboxIcon({ inbox }: { inbox: InboxFace }) {
  return (
    <span class="view-door">
      <DoorIcon kind={inbox.kind ?? 'web'} size={18} />
      <i class="dot" style={{ background: inbox.color || 'var(--brand)' }} />
    </span>
  );
}

/** Only what is not well is marked. */
function InboxMark({ id }: { id: string }) {
  const state = health.value.get(id)?.state;
  if (state !== 'failing' && state !== 'paused') return null;
  return (
    <span class={`view-mark ${state}`} title={t(`health.${state}`)}>
      {state === 'failing' ? <Warn size={15} /> : <Pause size={15} />}
      <span class="sr-only">{t(`health.${state}`)}</span>
    </span>
  );
}

interface ItemProps {
  path: string;
  icon: ComponentChildren;
  text: string;
  count: number | undefined;
  here: boolean;
  bad?: boolean;
  mark?: ComponentChildren;
}

function Item({ path, icon, text, count, here, bad, mark }: ItemProps) {
  return (
    <a
      class={`view ${bad && count ? 'bad' : ''}`}
      href={root + path}
      onClick={follow}
      aria-current={here ? 'page' : undefined}
    >
      {icon}
      <span class="view-text">{text}</span>
      {mark}
      {count !== undefined && count > 0 && <span class="view-count">{count.toLocaleString()}</span>}
    </a>
  );
}
