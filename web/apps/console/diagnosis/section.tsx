// What the chains say of this conversation's transactions and addresses: the first thing in the panel.

import type { Conv, Diagnosis } from '@keydesk/client/index';
import { shortId } from '@keydesk/ui/diagnosis/model';
import { changeText } from '@keydesk/ui/diagnosis/words';
import { locale } from '@keydesk/ui/i18n';
import { Plus } from '@keydesk/ui/icons';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { onOpen } from '../palette/openers';
import { threadSignal } from '../state/threads';
import { DiagnosisCard } from './card';
import { Explain } from './explain';
import { words } from './words';

/** So many are open from the beginning; older ones show their head. */
const openAtFirst = 2;

export function Diagnoses({ conv }: { conv: Conv }) {
  const list = threadSignal(conv.id).value.diagnoses;
  const [asking, setAsking] = useState(false);
  onOpen('explain', () => setAsking(true));
  const field = asking || list.length === 0;
  return (
    <section class="diagnoses">
      <div class="diagnoses-head">
        <h3>{t('diagnosis.section')}</h3>
        {list.length > 0 && (
          <button type="button" class="link-button" aria-expanded={asking} onClick={() => setAsking(!asking)}>
            <Plus size={15} />
            {t('diagnosis.another')}
          </button>
        )}
      </div>
      {field && <Explain id={conv.id} wanted={asking} onDone={() => setAsking(false)} />}
      {list.map((diagnosis, index) => (
        <DiagnosisCard
          key={diagnosis.id}
          diagnosis={diagnosis}
          conv={conv}
          openAtFirst={index < openAtFirst}
        />
      ))}
      <Spoken newest={list} />
    </section>
  );
}

/** What changes while one listens; what was there already is not read out. */
function Spoken({ newest }: { newest: readonly Diagnosis[] }) {
  const known = useRef<Map<string, string> | undefined>();
  const [said, setSaid] = useState('');
  useEffect(() => {
    const states = new Map(newest.map(entry => [entry.id, entry.state]));
    const before = known.current;
    const changed = before && newest.find(entry => before.get(entry.id) !== entry.state);
    known.current = states;
    if (changed) setSaid(`${shortId(changed.subject)}: ${changeText(changed, words.value, locale.peek())}`);
  }, [newest]);
  return (
    <p class="sr-only" role="status">
      {said}
    </p>
  );
}
