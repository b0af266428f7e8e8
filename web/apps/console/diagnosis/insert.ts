// One click: what the chains say becomes the reply, in the customer's language.

import type { Conv, Diagnosis } from '@keydesk/client/index';
import { adviceMessage, shortId, withAdvice } from '@keydesk/ui/diagnosis/model';
import { en, zh } from '@keydesk/ui/diagnosis/words';
import { type Locale, locale, localeFrom } from '@keydesk/ui/i18n';
import { panelOver } from '../inbox/layout';
import { open } from '../palette/openers';
import { changeDraft, draftFor } from '../state/drafts';
import { lastSeq } from '../state/thread-model';
import { threadSignal } from '../state/threads';

/** The language in which this customer is answered. */
export function customerLocale(conv: Conv): Locale {
  return localeFrom(conv.customer.locale || locale.value);
}

export function messageFor(diagnosis: Diagnosis, tag: Locale): string {
  const words = tag === 'en' ? en : zh;
  const heading = words.about(shortId(diagnosis.subject), diagnosis.chain_name, diagnosis.kind === 'address');
  return adviceMessage(diagnosis, heading, tag);
}

export function insertAdvice(conv: Conv, diagnosis: Diagnosis): void {
  const draft = draftFor(conv.id).peek();
  changeDraft(conv.id, {
    kind: 'reply',
    reply: withAdvice(draft.reply, messageFor(diagnosis, customerLocale(conv))),
    begunAt: draft.begunAt || lastSeq(threadSignal(conv.id).peek()),
  });
  panelOver.value = false;
  open('reply');
}
