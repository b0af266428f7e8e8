// The assistant beside the composer: a button, and a line that says where the words came from.
import type { Conv } from '@keydesk/client/index';
import { Bolt, Close, Globe } from '@keydesk/ui/icons';
import { useEffect } from 'preact/hooks';
import { t, type Word } from '../i18n/assistant';
import { onOpen } from '../palette/openers';
import { draftFor } from '../state/drafts';
import './assistant.css';
import { askDraft, assistantOffer, helpFor, translateReply, undoHelp } from './state';

export function AssistButtons({ conv }: { conv: Conv }) {
  const offer = assistantOffer();
  const draft = draftFor(conv.id).value;
  const busy = helpFor(conv.id).value.busy !== undefined;
  onOpen('assist', () => {
    if (offer.drafts) void askDraft(conv.id);
  });
  if (draft.kind === 'note') return null;
  const to = conv.customer.locale;
  return (
    <>
      {offer.drafts && (
        <button
          type="button"
          class="icon-button"
          aria-label={t('draft')}
          title={`${t('draft')} (d)`}
          aria-disabled={busy}
          onClick={() => void askDraft(conv.id)}
        >
          <Bolt />
        </button>
      )}
      {offer.translation && to && draft.reply.trim() !== '' && (
        <button
          type="button"
          class="icon-button"
          aria-label={t('translate_reply')}
          title={`${t('translate_reply')} (${to})`}
          aria-disabled={busy}
          onClick={() => void translateReply(conv.id, to)}
        >
          <Globe />
        </button>
      )}
    </>
  );
}

export function AssistStrip({ id }: { id: string }) {
  const signal = helpFor(id);
  const help = signal.value;
  const draft = draftFor(id).value;
  const done = help.sources !== undefined || help.to !== undefined;
  const sent = done && draft.reply === '';
  // What was sent or cleared came from nowhere any more.
  useEffect(() => {
    if (sent) signal.value = {};
  }, [sent]);
  if ((!help.busy && !help.problem && !done) || sent || draft.kind === 'note') return null;
  return (
    <div class={`assist-strip ${help.problem ? 'bad' : ''}`} role={help.problem ? 'alert' : 'status'}>
      <Bolt size={15} />
      <div class="assist-words">
        {help.busy && <span>{t(`busy_${help.busy}`)}</span>}
        {help.problem && <span>{help.problem}</span>}
        {help.to && <span>{t('translated', { to: help.to })}</span>}
        {help.sources && <span>{t('check')}</span>}
        {help.sources?.map(source => (
          <SourceChip key={source.kind + source.title} {...source} />
        ))}
        {help.removed && help.removed.length > 0 && (
          <b class="assist-removed">{t('removed', { list: help.removed.join(', ') })}</b>
        )}
      </div>
      {help.busy ? (
        <button type="button" class="button small" onClick={() => help.stop?.abort()}>
          {t('stop')}
        </button>
      ) : (
        done && (
          <button type="button" class="button small" onClick={() => undoHelp(id)}>
            {t('undo')}
          </button>
        )
      )}
      {!help.busy && (
        <button
          type="button"
          class="icon-button small"
          aria-label={t('close')}
          title={t('close')}
          onClick={() => {
            signal.value = {};
          }}
        >
          <Close size={15} />
        </button>
      )}
    </div>
  );
}

function SourceChip({ kind, title, url }: { kind: string; title: string; url: string }) {
  const text = `${t(`source_${kind}` as Word)}: ${title}`;
  // Only addresses that the desk itself gave; they are links of the web or of this desk.
  if (!/^(https:\/\/|\/)/.test(url)) return <span class="assist-chip">{text}</span>;
  return (
    <a class="assist-chip" href={url} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}
