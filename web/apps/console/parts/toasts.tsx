import { Close } from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { dismiss, hold, toasts } from '../state/toasts';

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(entry => (
        <div
          key={entry.id}
          class={`toast ${entry.tone}`}
          onPointerEnter={() => hold(entry.id, true)}
          onPointerLeave={() => hold(entry.id, false)}
          onFocusCapture={() => hold(entry.id, true)}
          onBlurCapture={() => hold(entry.id, false)}
        >
          <span>{entry.text}</span>
          {entry.action && (
            <button
              type="button"
              class="toast-action"
              onClick={() => {
                entry.action?.run();
                dismiss(entry.id);
              }}
            >
              {entry.action.label}
            </button>
          )}
          <button
            type="button"
            class="icon-button small"
            aria-label={t('close')}
            onClick={() => dismiss(entry.id)}
          >
            <Close size={16} />
          </button>
        </div>
      ))}
    </div>
  );
}
