import { asApiError, type Quarantined } from '@keydesk/client/index';
import { DoorBadge } from '@keydesk/ui/door-icons';
import { fileSize, locale } from '@keydesk/ui/i18n';
import { Retry, Shield, Trash } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { go } from '../lib/router';
import { fullTime } from '../lib/time';
import { errorText } from '../parts/form';
import { Broken, Empty, Skeleton } from '../parts/states';
import { inboxes } from '../state/meta';
import { api } from '../state/session';
import { toast } from '../state/toasts';
import { PageHead, useLoaded } from './page';

/** What came in and could not be taken: looked at, tried again, or deleted. */
export function Quarantine() {
  const list = useLoaded(() => api.quarantine().then(answer => answer.items));
  return (
    <>
      <PageHead title={t('settings.quarantine')} text={t('quarantine.text')} />
      {!list.value && !list.failed && <Skeleton rows={3} kind="form" />}
      {list.failed && <Broken text={list.failed} onRetry={list.again} />}
      {list.value?.length === 0 && (
        <Empty icon={<Shield size={28} />} title={t('quarantine.empty')} text={t('quarantine.empty_text')} />
      )}
      <ul class="rows card quarantine">
        {list.value?.map(item => (
          <Item key={item.id} item={item} onGone={list.again} />
        ))}
      </ul>
    </>
  );
}

function Item({ item, onGone }: { item: Quarantined; onGone: () => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const inbox = inboxes.value.find(entry => entry.id === item.inbox);
  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem('');
    try {
      await work();
      onGone();
    } catch (failure) {
      setProblem(errorText(asApiError(failure)));
    }
    setBusy(false);
  };
  const retry = () =>
    act(async () => {
      const { conversation } = await api.retryQuarantined(item.id);
      const open = { label: t('quarantine.open'), run: () => go(`/c/${conversation}`) };
      toast(t('quarantine.taken'), conversation ? { action: open } : {});
    });
  const drop = () => {
    if (confirm(t('quarantine.sure'))) void act(() => api.dropQuarantined(item.id));
  };
  return (
    <li>
      <DoorBadge kind={inbox?.kind ?? 'email'} size={34} />
      <div class="rows-main">
        <b>{item.subject || item.from || item.reason}</b>
        <small class="bad-text">{item.reason}</small>
        <small class="muted">
          {[item.from, inbox?.name, fileSize(item.size), fullTime(item.at, locale.value)]
            .filter(Boolean)
            .join(' · ')}
        </small>
        {problem && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
      </div>
      <button type="button" class="button small" disabled={busy} onClick={() => void retry()}>
        <Retry size={15} />
        {t('quarantine.retry')}
      </button>
      <button
        type="button"
        class="icon-button"
        disabled={busy}
        aria-label={t('remove')}
        title={t('remove')}
        onClick={drop}
      >
        <Trash size={17} />
      </button>
    </li>
  );
}
