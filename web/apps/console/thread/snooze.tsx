import type { Conv } from '@keydesk/client/index';
import { Clock } from '@keydesk/ui/icons';
import { useId, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { localInputValue } from '../lib/time';
import { PickButton } from '../parts/pick-button';
import { snooze } from '../state/actions';
import { serverNow } from '../state/clock';
import { snoozeOptions } from './options';

export function SnoozeButton({ conv }: { conv: Conv }) {
  return (
    <PickButton
      name="snooze"
      label={t('act.snooze')}
      align="end"
      class="button icon-only"
      options={snoozeOptions()}
      onPick={option => snooze(conv.id, Number(option.id))}
      footer={close => <OwnTime conv={conv} close={close} />}
    >
      <Clock size={18} />
    </PickButton>
  );
}

function OwnTime({ conv, close }: { conv: Conv; close: () => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const at = text ? new Date(text).getTime() : Number.NaN;
  const wrong = text !== '' && !(at > serverNow());
  return (
    <form
      class="picker-form"
      onSubmit={event => {
        event.preventDefault();
        if (Number.isNaN(at) || wrong) return;
        snooze(conv.id, at);
        close();
      }}
    >
      <label for={id}>{t('snooze.own')}</label>
      <div>
        <input
          id={id}
          type="datetime-local"
          min={localInputValue(serverNow())}
          value={text}
          aria-invalid={wrong}
          onInput={event => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button primary" disabled={text === '' || wrong}>
          {t('snooze.set')}
        </button>
      </div>
      {wrong && <p class="field-problem">{t('snooze.past')}</p>}
    </form>
  );
}
