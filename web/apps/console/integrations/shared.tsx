import { locale } from '@keydesk/ui/i18n';
import { Warn } from '@keydesk/ui/icons';
import { t as shared } from '../i18n/index';
import { t, type Word } from '../i18n/integrations';
import { fullTime } from '../lib/time';
import { CopyButton } from '../parts/copy-button';
import { sayFailed } from '../state/failed';

export const when = (at: number) => fullTime(at, locale.value);
/** To the second: attempts follow one another fast. */
export const exactly = (at: number) =>
  new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'medium', hour12: false }).format(
    at,
  );

const ownProblems = new Set(['address', 'port', 'user']);

/** A field's fault: the ones of this page have sentences here, the others where all forms have them. */
export function problemOf(problem: string | undefined): string | undefined {
  return problem && ownProblems.has(problem) ? t(`problem.${problem}` as Word) : problem;
}

/** Does something at once; says so when it did not work. */
export async function act(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (failure) {
    sayFailed(failure);
    return false;
  }
}

/** What is shown this once: instead of the form that made it. */
export function Once({ label, text, onClose }: { label: string; text: string; onClose: () => void }) {
  return (
    <div class="once">
      <p>
        <Warn size={16} /> <b>{label}</b> {t('once')}
      </p>
      <div class="secret">
        <code>{text}</code>
        <CopyButton text={text} />
      </div>
      <button type="button" class="button primary" onClick={onClose}>
        {shared('close')}
      </button>
    </div>
  );
}

interface ChecksProps {
  legend: string;
  all: readonly string[];
  chosen: readonly string[];
  text?: (id: string) => string;
  problem?: string | undefined;
  onChange: (chosen: string[]) => void;
}

export function Checks({ legend, all, chosen, text, problem, onChange }: ChecksProps) {
  return (
    <fieldset class="checks">
      <legend>{legend}</legend>
      <div class="checks-list">
        {all.map(id => (
          <label key={id}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={event =>
                onChange(event.currentTarget.checked ? [...chosen, id] : chosen.filter(other => other !== id))
              }
            />
            <span>{text ? text(id) : <code>{id}</code>}</span>
          </label>
        ))}
      </div>
      {problem && <p class="field-problem">{problem}</p>}
    </fieldset>
  );
}

/** Text as it is; a long one scrolls, by keyboard too. */
export function Code({ label, text }: { label: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <pre class="snippet" tabIndex={0} role="region" aria-label={label}>
      {text}
    </pre>
  );
}
