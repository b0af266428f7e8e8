// Where the customer's panel has no column, the newest diagnosis stands in one line over the history.

import type { Id } from '@keydesk/client/index';
import { shortId, toneOf } from '@keydesk/ui/diagnosis/model';
import { Pill } from '@keydesk/ui/diagnosis/parts';
import { locale } from '@keydesk/ui/i18n';
import { ChevronRight } from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { threadSignal } from '../state/threads';
import { showDiagnosis } from './spotlight';
import { words } from './words';

export function DiagnosisStrip({ id }: { id: Id }) {
  const list = threadSignal(id).value.diagnoses;
  const newest = list[0];
  if (!newest) return null;
  const alarmed = list.some(entry => entry.shield_advice.length > 0);
  return (
    <button
      type="button"
      class={`diagnosis-strip tone-${toneOf(newest)} ${alarmed ? 'alarmed' : ''}`}
      onClick={() => showDiagnosis(newest.id)}
    >
      <Pill sight={newest} words={words.value} />
      <span class="strip-text">{newest.advice?.[locale.value].title ?? shortId(newest.subject)}</span>
      {list.length > 1 && (
        <span class="strip-more" title={t('diagnosis.count', { count: list.length })}>
          {list.length}
        </span>
      )}
      <ChevronRight size={16} />
    </button>
  );
}
