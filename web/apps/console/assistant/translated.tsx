// A message in the agent's language: asked for with one click, and said to be a machine's.
import { asApiError, type Conv, type Message } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Globe } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/assistant';
import { errorText } from '../parts/form';
import { Body } from '../thread/body';
import { translateMessage } from './api';
import './assistant.css';
import { foreign } from './foreign';
import { assistantOffer } from './state';

export function Translated({ message, conv }: { message: Message; conv: Conv }) {
  const offer = assistantOffer();
  const [text, setText] = useState<string | undefined>();
  const [state, setState] = useState<'idle' | 'busy' | string>('idle');
  const to = locale.value;
  // Other words, or another language: what was translated is old.
  useEffect(() => {
    setText(undefined);
    setState('idle');
  }, [message.body, to]);
  const said = message.kind === 'customer' || message.kind === 'reply';
  if (!offer.translation || !said || !foreign(message.body, to, conv.customer.locale ?? '')) return null;
  const ask = async () => {
    if (state === 'busy') return;
    setState('busy');
    try {
      const body = message.body;
      const answer = await translateMessage(message.conversation, message.seq, to);
      if (body === message.body) setText(answer.text);
      setState('idle');
    } catch (failure) {
      setState(errorText(asApiError(failure)));
    }
  };
  if (text !== undefined) {
    return (
      <div class="translated">
        <Body body={text} redacted={message.redacted.length > 0} />
        <small>
          {t('machine')} ·{' '}
          <button type="button" class="assist-link" onClick={() => setText(undefined)}>
            {t('original')}
          </button>
        </small>
      </div>
    );
  }
  return (
    <small class="translate-line">
      <button type="button" class="assist-link" aria-busy={state === 'busy'} onClick={() => void ask()}>
        <Globe size={13} />
        {state === 'busy' ? t('busy_translate') : t('translate')}
      </button>
      {state !== 'idle' && state !== 'busy' && <span role="alert">{state}</span>}
    </small>
  );
}
