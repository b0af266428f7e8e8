// What the timeline says of a case.

import type { Message } from '@keydesk/client/index';
import { type Key, t } from '../i18n/index';
import { caseName } from './names';

/** Nothing: it is no event of ours. */
export function caseEventText(event: NonNullable<Message['event']>, who: string): string {
  switch (event.what) {
    case 'case':
      return event.to
        ? t('playbooks.event_case', { who, name: caseName(String(event.to)) })
        : t('playbooks.event_no_case', { who });
    case 'tier':
      return t(`playbooks.tier_${String(event.to)}` as Key);
    case 'repeat':
      return t('playbooks.event_repeat');
    case 'fact':
      return t('playbooks.event_fact', { who, fact: t(`playbooks.fact_${String(event.fact)}` as Key) });
    default:
      return '';
  }
}
