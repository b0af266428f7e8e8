// What was tried live: each step with what was seen, and what to do when it failed.

import type { Step } from '@keydesk/client/index';
import { Check, Close, Retry } from '@keydesk/ui/icons';
import { said } from '../../doors/names';
import { t } from '../../i18n/index';

export function Steps({ steps, busy }: { steps: readonly Step[] | undefined; busy: boolean }) {
  return (
    <div role="status" aria-live="polite">
      {busy && (
        <p class="trying">
          <span class="spinner" aria-hidden="true">
            <Retry size={16} />
          </span>
          {t('channel.busy')}
        </p>
      )}
      {!busy && steps && (
        <ol class="try-steps">
          {steps.map(step => (
            <li key={step.id} class={step.state}>
              <span class="try-mark">
                {step.state === 'passed' ? (
                  <Check size={15} />
                ) : step.state === 'failed' ? (
                  <Close size={15} />
                ) : (
                  <i aria-hidden="true">–</i>
                )}
              </span>
              <div>
                <b>{said(step.name)}</b>
                <span class="try-state">{t(`channel.step_${step.state}`)}</span>
                {said(step.detail) && <p>{said(step.detail)}</p>}
              </div>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

export const allPassed = (steps: readonly Step[] | undefined): boolean =>
  steps?.every(step => step.state !== 'failed') ?? false;
