// What the timeline says of a case.

import type { Message } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { type Key, t } from '../i18n/index';
import { nameOf, readKnown } from './desk';

/** Nothing: it is no event of ours. */
export function caseEventText(event: NonNullable<Message['event']>, who: string): string {
  switch (event.what) {
    case 'case':
      readKnown();
      return event.to
        ? t('playbooks.event_case', { who, name: nameOf(String(event.to), locale.value) })
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
