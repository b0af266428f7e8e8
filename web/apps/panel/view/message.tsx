import { Avatar } from '@keydesk/ui/avatar';
import { locale, timeOfDay } from '@keydesk/ui/i18n';
import { Check, CheckDouble, Clock, Shield, Warn } from '@keydesk/ui/icons';
import { Rich } from '@keydesk/ui/rich';
import type { Signal } from '@preact/signals';
import { face } from '../shell';
import type { Desk } from '../store/desk';
import { t } from '../words';
import { Attached } from './attached';
import { Help } from './on-demand';
import type { OwnState, Row } from './rows';

type MessageRow = Extract<Row, { kind: 'message' }>;

export function Bubble({ row, desk, draft }: { row: MessageRow; desk: Desk; draft: Signal<string> }) {
  const { m, first, last, state } = row;
  if (m.from === 'system' && !m.auto) {
    return (
      <div class="notice">
        <Shield size={18} />
        <div>
          <span class="sr-only">{t('system')}: </span>
          <Rich text={m.body} warning={t('disguised')} />
        </div>
      </div>
    );
  }
  const own = m.from === 'customer';
  const name = m.auto ? t('auto') : m.agent?.name || face.value.name || t('support');
  return (
    <div
      class={`line ${own ? 'own' : 'agent'}${m.auto ? ' auto' : ''}${first ? ' first' : ''}${last ? ' last' : ''}`}
    >
      {!own && (last ? <Avatar name={name} src={m.agent?.avatar} size="s" /> : <span class="gap" />)}
      <div class="stack">
        {!own && first && <span class="name">{name}</span>}
        <span class="sr-only">{own ? t('you') : name}: </span>
        {m.att?.map(file => (
          <Attached key={file.fid} file={file} desk={desk} own={own} />
        ))}
        {m.body && (
          <div class={`bubble${state === 'failed' ? ' failed' : ''}`}>
            <Rich text={m.body} warning={t('disguised')} />
          </div>
        )}
        {m.auto && Help.value && <Help.value.Auto m={m} desk={desk} draft={draft} tag={locale.value} />}
        {m.redacted?.length ? (
          <span class="removed">
            <Shield size={13} />
            {t('redacted')}
          </span>
        ) : null}
        {(last || (state && state !== 'delivered' && state !== 'read')) && (
          <div class="meta">
            <time dateTime={new Date(m.ts).toISOString()}>{timeOfDay(m.ts)}</time>
            {state && <State state={state} />}
          </div>
        )}
        {state === 'failed' && <Failed row={row} desk={desk} draft={draft} />}
      </div>
    </div>
  );
}

const MARK = {
  waiting: Clock,
  sending: Clock,
  sent: Check,
  delivered: Check,
  read: CheckDouble,
  failed: Warn,
} as const;

function State({ state }: { state: OwnState }) {
  const Mark = MARK[state];
  return (
    <span class={`state ${state}`}>
      <Mark size={14} />
      {t(`state_${state}`)}
    </span>
  );
}

function Failed({ row, desk, draft }: { row: MessageRow; desk: Desk; draft: Signal<string> }) {
  const code = row.failed;
  const reason =
    code === 'bad' || code === 'too_long' || code === 'closed' || code === 'blocked'
      ? t(`fail_${code}`)
      : t('fail_other');
  const cmid = row.m.cmid!;
  return (
    <div class="failure">
      <p>{reason}</p>
      <button type="button" onClick={() => void desk.retry(cmid)}>
        {t('retry')}
      </button>
      <button
        type="button"
        onClick={async () => {
          const body = await desk.takeBack(cmid);
          draft.value = draft.value ? `${draft.value}\n${body}` : body;
          document.querySelector<HTMLElement>('.composer textarea')?.focus();
        }}
      >
        {t('take_back')}
      </button>
    </div>
  );
}
