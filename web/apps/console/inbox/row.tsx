// One conversation in the list. Redraws only when its own conversation changes.

import type { Conv } from '@keydesk/client/index';
import { DoorIcon } from '@keydesk/ui/door-icons';
import { locale } from '@keydesk/ui/i18n';
import { Check, Clock, Edit, Eye, Flag, Reply, Shield } from '@keydesk/ui/icons';
import { kindName } from '../doors/names';
import { t } from '../i18n/index';
import { follow, root } from '../lib/router';
import { fullTime, shortAge, waitingLevel, waitingTime } from '../lib/time';
import { Avatar } from '../parts/avatar';
import { SlaBadge } from '../queue/sla-badge';
import { now } from '../state/clock';
import { convSignal } from '../state/convs';
import { hasDraft } from '../state/drafts';
import { currentConversation } from '../state/here';
import { viewersByConv } from '../state/live';
import { myId } from '../state/session';
import { writing } from '../state/threads';
import { extendTo, selected, toggle } from './selection';

export function Row({ id, ids }: { id: string; ids: readonly string[] }) {
  const conv = convSignal(id)?.value;
  if (!conv) return null;
  const here = currentConversation.value === id;
  const ticked = selected.value.has(id);
  const ticking = selected.value.size > 0;
  return (
    <div
      class={`row ${conv.unread > 0 ? 'unread' : ''} ${ticking ? 'ticking' : ''}`}
      data-here={here}
      data-ticked={ticked}
    >
      <input
        type="checkbox"
        class="row-tick"
        checked={ticked}
        aria-label={t('row.select', { name: conv.customer.name })}
        onClick={event => (event.shiftKey ? extendTo(id, ids) : toggle(id))}
      />
      <a
        class="row-link"
        href={`${root}/c/${id}`}
        onClick={event => {
          if (!event.shiftKey || !ticking) return follow(event);
          event.preventDefault();
          extendTo(id, ids);
        }}
        aria-current={here ? 'true' : undefined}
      >
        <Avatar name={conv.customer.name} seed={conv.customer.avatar_seed ?? conv.customer.id} />
        <span class="row-main">
          <span class="row-top">
            <span class={`row-door door-ink-${conv.inbox.kind}`} title={conv.inbox.name}>
              <DoorIcon kind={conv.inbox.kind} size={14} />
              <span class="sr-only">{kindName(conv.inbox.kind)}</span>
            </span>
            <strong>{conv.customer.name}</strong>
            {conv.customer.verified && (
              <span class="row-verified" title={t('customer.verified')}>
                <Check size={13} />
                <span class="sr-only">{t('customer.verified')}</span>
              </span>
            )}
            <time
              dateTime={new Date(conv.last_message_at).toISOString()}
              title={fullTime(conv.last_message_at, locale.value)}
            >
              {shortAge(conv.last_message_at, now.value, locale.value)}
            </time>
          </span>
          <span class="row-snippet">
            <SnippetText conv={conv} />
          </span>
          <span class="row-tags">
            <Tags conv={conv} />
            <Others id={id} />
            {conv.unread > 0 && (
              <span class="badge">
                {conv.unread > 99 ? '99+' : conv.unread}
                <span class="sr-only">{t('row.unread')}</span>
              </span>
            )}
          </span>
        </span>
      </a>
    </div>
  );
}

function SnippetText({ conv }: { conv: Conv }) {
  if (writing.value.has(conv.id)) return <em class="writing">{t('row.writing')}</em>;
  if (hasDraft(conv.id) && currentConversation.value !== conv.id) {
    return (
      <>
        <em class="draft">
          <Edit size={13} /> {t('row.draft')}
        </em>{' '}
        {conv.snippet?.text}
      </>
    );
  }
  const from = conv.snippet?.from;
  return (
    <>
      {from === 'agent' && <Reply size={14} />}
      {from === 'note' && <em class="note-mark">{t('row.note')}</em>}
      {conv.snippet?.text || t('row.nothing')}
    </>
  );
}

function Tags({ conv }: { conv: Conv }) {
  const waiting = conv.status === 'open' ? conv.waiting_since : undefined;
  return (
    <>
      {waiting && (
        <span class={`tag ${waitingLevel(waiting, now.value)}`} title={t('row.waiting')}>
          <Clock size={12} />
          <span class="sr-only">{t('row.waiting')}</span>
          {waitingTime(waiting, now.value, locale.value)}
        </span>
      )}
      <SlaBadge conv={conv} />
      {conv.findings > 0 && (
        <span class="tag bad">
          <Shield size={12} />
          {t('row.security')}
        </span>
      )}
      {(conv.priority === 'urgent' || conv.priority === 'high') && (
        <span class={`tag ${conv.priority === 'urgent' ? 'bad' : 'warn'}`}>
          <Flag size={12} />
          {t(`priority.${conv.priority}`)}
        </span>
      )}
      {conv.labels.slice(0, 2).map(label => (
        <span class="tag" key={label.id}>
          <i class="dot" style={{ background: label.color }} />
          {label.name}
        </span>
      ))}
      {conv.labels.length > 2 && <span class="tag">+{conv.labels.length - 2}</span>}
      {conv.assignee && conv.assignee.id !== myId.value && (
        <span class="tag quiet">{conv.assignee.name}</span>
      )}
    </>
  );
}

/** Colleagues who look at it or write in it just now. */
function Others({ id }: { id: string }) {
  const others = (viewersByConv.value.get(id) ?? []).filter(viewer => viewer.agent.id !== myId.value);
  if (others.length === 0) return null;
  const names = others.map(viewer => viewer.agent.name).join(', ');
  const typing = others.some(viewer => viewer.typing);
  return (
    <span class="row-others" title={t(typing ? 'viewers.typing' : 'viewers.looking', { names })}>
      {typing ? <Edit size={12} /> : <Eye size={12} />}
      {others.slice(0, 2).map(viewer => (
        <Avatar key={viewer.agent.id} name={viewer.agent.name} seed={viewer.agent.id} size="s" />
      ))}
      <span class="sr-only">{t(typing ? 'viewers.typing' : 'viewers.looking', { names })}</span>
    </span>
  );
}
