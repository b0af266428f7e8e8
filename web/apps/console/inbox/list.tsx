import { Check, Clock, Inbox, Shield } from '@keydesk/ui/icons';
import { effect } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/index';
import { Broken, Empty, Skeleton } from '../parts/states';
import { Virtual, type VirtualHandle } from '../parts/virtual';
import { listFor, loadMore, retryList } from '../state/convs';
import { currentConversation, currentFilter, status, view } from '../state/here';
import { Row } from './row';
import { clearSelection } from './selection';

const rowHeight = () => 84;

export function ConversationList() {
  const filter = currentFilter.value;
  const list = listFor(filter).value;
  const handle = useRef<VirtualHandle>(null);
  const ids = list.ids;
  const keyOf = useCallback((index: number) => ids[index] ?? '', [ids]);

  useEffect(() => clearSelection, [filter]);
  // j and k move the open conversation; the list follows it.
  useEffect(
    () =>
      effect(() => {
        const id = currentConversation.value;
        const at = id ? listFor(currentFilter.peek()).peek().ids.indexOf(id) : -1;
        if (at >= 0) requestAnimationFrame(() => handle.current?.show(at));
      }),
    [],
  );

  if (list.phase === 'loading') return <Skeleton rows={8} kind="list" />;
  if (list.phase === 'failed') return <Broken text={t('list.failed')} onRetry={() => retryList(filter)} />;
  if (ids.length === 0) return <Nothing />;
  return (
    <Virtual
      class="list-scroll"
      label={t('list.label')}
      handle={handle}
      count={ids.length}
      keyOf={keyOf}
      estimate={rowHeight}
      onNearEnd={() => loadMore(filter)}
      render={index => <Row id={ids[index] ?? ''} ids={ids} />}
    />
  );
}

function Nothing() {
  if (status.value === 'resolved') return <Empty icon={<Check size={28} />} title={t('empty.resolved')} />;
  if (status.value === 'snoozed') {
    return <Empty icon={<Clock size={28} />} title={t('empty.snoozed')} text={t('empty.snoozed_text')} />;
  }
  if (view.value === 'security') {
    return <Empty icon={<Shield size={28} />} title={t('empty.security')} text={t('empty.security_text')} />;
  }
  if (view.value === 'mine') {
    return <Empty icon={<Check size={28} />} title={t('empty.mine')} text={t('empty.mine_text')} />;
  }
  return <Empty icon={<Inbox size={28} />} title={t('empty.all')} text={t('empty.all_text')} />;
}
