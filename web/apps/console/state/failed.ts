import { asApiError } from '@keydesk/client/index';
import { t } from '../i18n/index';
import { errorText } from '../parts/form';
import { toast } from './toasts';

/** Something was not done: why, and what helps, as the server words it. */
export function sayFailed(failure: unknown): void {
  toast(t('toast.failed', { why: errorText(asApiError(failure)) }), { tone: 'bad' });
}
