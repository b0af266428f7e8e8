import type { Conv } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Check, ChevronLeft, Clock, Edit, Eye, Flag, Inbox, Tag, User, Users } from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { oneColumn, panelOver } from '../inbox/layout';
import { follow, root } from '../lib/router';
import { clockTime, dayName } from '../lib/time';
import { Avatar } from '../parts/avatar';
import { PickButton } from '../parts/pick-button';
import { TieMenu } from '../power/ties';
import { SlaBadge } from '../queue/sla-badge';
import { act, assign, reopen, resolve } from '../state/actions';
import { now } from '../state/clock';
import { column, currentPath, searchText } from '../state/here';
import { agents, labels, teams } from '../state/meta';
import { panelOpen } from '../state/prefs';
import { isLead, myId } from '../state/session';
import type { Thread } from '../state/thread-model';
import { agentOptions, labelOptions, priorityOptions, teamOptions } from './options';
import { SnoozeButton } from './snooze';

export function Header({ conv, thread }: { conv: Conv; thread: Thread }) {
  const back =
    column.value === 'search' ? `/search?q=${encodeURIComponent(searchText.value)}` : currentPath();
  const Title = oneColumn.value ? 'h1' : 'h2';
  return (
    <header class="thread-head">
      <div class="thread-head-top">
        <a class="icon-button back" href={root + back} onClick={follow} aria-label={t('back')}>
          <ChevronLeft />
        </a>
        <Avatar name={conv.customer.name} seed={conv.customer.avatar_seed ?? conv.customer.id} />
        <div class="thread-who">
          <Title>{conv.customer.name}</Title>
          <p>
            {conv.inbox.name} · <span class="mono">#{conv.number}</span>
            <StatusNote conv={conv} />
          </p>
        </div>
        <Viewers thread={thread} />
        <span class="grow" />
        <button
          type="button"
          class="icon-button panel-button"
          aria-label={t('customer.toggle')}
          title={t('customer.toggle')}
          aria-pressed={panelOpen.value}
          onClick={() => {
            if (matchMedia('(max-width: 1239px)').matches) panelOver.value = !panelOver.value;
            else panelOpen.value = !panelOpen.value;
          }}
        >
          <Eye />
        </button>
        <TieMenu conv={conv} />
        {conv.status === 'resolved' ? (
          <button type="button" class="button" onClick={() => reopen(conv.id)}>
            <Inbox size={17} />
            {t('act.reopen')}
          </button>
        ) : (
          <>
            <SnoozeButton conv={conv} />
            <button
              type="button"
              class="button primary"
              onClick={() => resolve(conv.id)}
              title={`${t('act.resolve')} (E)`}
            >
              <Check size={17} />
              {t('act.resolve')}
            </button>
          </>
        )}
      </div>
      <Properties conv={conv} />
    </header>
  );
}

function StatusNote({ conv }: { conv: Conv }) {
  if (conv.status === 'resolved') return <span class="tag ok">{t('status.resolved')}</span>;
  if (conv.status !== 'snoozed') return null;
  const until = conv.snoozed_until;
  return (
    <span class="tag warn">
      <Clock size={12} />
      {until
        ? t('snooze.until', {
            when: `${dayName(until, now.value, locale.value)} ${clockTime(until, locale.value)}`,
          })
        : t('status.snoozed')}
    </span>
  );
}

function Viewers({ thread }: { thread: Thread }) {
  const others = thread.viewers.filter(viewer => viewer.agent.id !== myId.value);
  if (others.length === 0) return null;
  const typing = others.filter(viewer => viewer.typing);
  const names = (typing.length ? typing : others).map(viewer => viewer.agent.name).join(', ');
  const text = t(typing.length ? 'viewers.typing' : 'viewers.looking', { names });
  return (
    <span class={`viewers ${typing.length ? 'busy' : ''}`} title={text} role="status">
      {others.slice(0, 3).map(viewer => (
        <Avatar key={viewer.agent.id} name={viewer.agent.name} seed={viewer.agent.id} size="s" />
      ))}
      {typing.length ? <Edit size={14} /> : <Eye size={14} />}
      <span class="viewers-text">{text}</span>
    </span>
  );
}

function Properties({ conv }: { conv: Conv }) {
  const own = conv.labels.map(label => label.id);
  const flip = (id: string) => (own.includes(id) ? own.filter(other => other !== id) : [...own, id]);
  return (
    <div class="properties" role="group" aria-label={t('properties.label')}>
      <SlaBadge conv={conv} always />
      <PickButton
        name="assign"
        label={t('properties.assignee', { name: conv.assignee?.name ?? t('assign.nobody') })}
        class="property"
        worded
        options={agentOptions(agents.value)}
        chosen={[conv.assignee?.id ?? '']}
        onPick={option => assign(conv.id, option.id || null)}
      >
        <span class="sr-only">{t('properties.assignee', { name: '' })}</span>
        {conv.assignee ? (
          <Avatar name={conv.assignee.name} seed={conv.assignee.id} size="s" />
        ) : (
          <User size={16} />
        )}
        {conv.assignee?.name ?? t('assign.nobody')}
      </PickButton>
      <PickButton
        name="team"
        label={t('properties.team', { name: conv.team?.name ?? t('assign.no_team') })}
        class="property"
        worded
        options={teamOptions(teams.value)}
        chosen={[conv.team?.id ?? '']}
        onPick={option => void act(conv.id, { team: option.id || null }, t('toast.team'))}
      >
        <Users size={16} />
        <span class="sr-only">{t('properties.team', { name: '' })}</span>
        {conv.team?.name ?? t('assign.no_team')}
      </PickButton>
      <PickButton
        name="priority"
        label={t('properties.priority', { name: t(`priority.${conv.priority}`) })}
        class="property"
        worded
        options={priorityOptions()}
        chosen={[conv.priority]}
        onPick={option => void act(conv.id, { priority: option.id as Conv['priority'] }, t('toast.priority'))}
      >
        <Flag size={16} class={`icon priority-${conv.priority}`} />
        <span class="sr-only">{t('properties.priority', { name: '' })}</span>
        {t(`priority.${conv.priority}`)}
      </PickButton>
      <PickButton
        name="labels"
        label={t('properties.labels')}
        class="property"
        worded
        stay
        options={labelOptions(labels.value)}
        chosen={own}
        empty={t(isLead.value ? 'properties.no_labels_lead' : 'views.no_labels')}
        onPick={option => void act(conv.id, { labels: flip(option.id) })}
      >
        <Tag size={16} />
        <span class="sr-only">{t('properties.labels')}</span>
        {conv.labels.length === 0 && t('act.add_label')}
        {conv.labels.map(label => (
          <span class="tag" key={label.id}>
            <i class="dot" style={{ background: label.color }} />
            {label.name}
          </span>
        ))}
      </PickButton>
    </div>
  );
}
