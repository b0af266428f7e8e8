// One diagnosis: what it is, what we see and why, what to do, what not to do; one click makes it a reply.

import { asApiError, type Conv, type Diagnosis } from '@keydesk/client/index';
import {
  bandOf,
  certaintyOf,
  hostOf,
  saidInRed,
  shortId,
  stateOf,
  toneOf,
} from '@keydesk/ui/diagnosis/model';
import { FourParts, Pill, Progress, Shields } from '@keydesk/ui/diagnosis/parts';
import { locale } from '@keydesk/ui/i18n';
import { ChevronDown, External, Reply, Retry } from '@keydesk/ui/icons';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { agoText, fullTime } from '../lib/time';
import { now } from '../state/clock';
import { askAgain } from '../state/threads';
import { CopyIcon } from './copy-icon';
import { Evidence, OtherCauses } from './evidence';
import { customerLocale, insertAdvice, messageFor } from './insert';
import { spotlight } from './spotlight';
import { words } from './words';

/** A first look takes two seconds; after so many something is wrong. */
const patienceMs = 15_000;

interface Props {
  diagnosis: Diagnosis;
  conv: Conv;
  openAtFirst: boolean;
}

export function DiagnosisCard({ diagnosis, conv, openAtFirst }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState<boolean | undefined>();
  const element = useRef<HTMLElement>(null);
  const open = chosen ?? openAtFirst;
  const called = spotlight.value === diagnosis.id;
  useEffect(() => {
    if (!called) return;
    spotlight.value = undefined;
    setChosen(true);
    element.current?.scrollIntoView({ block: 'nearest' });
    element.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [called]);
  const text = diagnosis.advice?.[locale.value];
  return (
    <article ref={element} class={`diagnosis tone-${toneOf(diagnosis)}`} aria-labelledby={id}>
      <h4>
        <button
          type="button"
          class="diagnosis-head"
          id={id}
          aria-expanded={open}
          onClick={() => setChosen(!open)}
        >
          <Pill sight={diagnosis} words={words.value} />
          <ChevronDown size={17} />
          {text && <span class="diagnosis-title">{text.title}</span>}
        </button>
      </h4>
      <Subject diagnosis={diagnosis} />
      {open ? (
        <Details diagnosis={diagnosis} conv={conv} />
      ) : (
        diagnosis.shield_advice.length > 0 && (
          <p class="diagnosis-alarm">{t('diagnosis.shields', { count: diagnosis.shield_advice.length })}</p>
        )
      )}
    </article>
  );
}

function Subject({ diagnosis }: { diagnosis: Diagnosis }) {
  const host = hostOf(diagnosis.link);
  return (
    <div class="diagnosis-subject">
      <span title={diagnosis.subject}>
        {diagnosis.chain_name && <span>{diagnosis.chain_name} </span>}
        <code>{shortId(diagnosis.subject)}</code>
      </span>
      <CopyIcon text={diagnosis.subject} label={t('diagnosis.copy_id')} />
      {host && (
        <a
          class="icon-button small"
          href={diagnosis.link}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={words.value.open(host)}
          title={words.value.open(host)}
        >
          <External size={15} />
        </a>
      )}
    </div>
  );
}

function Details({ diagnosis, conv }: { diagnosis: Diagnosis; conv: Conv }) {
  const { advice } = diagnosis;
  const said = words.value;
  const cause = diagnosis.causes[0];
  return (
    <div class="diagnosis-body">
      <Shields all={diagnosis.shield_advice} words={said} tag={locale.value} />
      <Wait diagnosis={diagnosis} />
      {diagnosis.replaced_by && (
        <p class="diagnosis-next">
          {said.replacedBy('')} <code title={diagnosis.replaced_by}>{shortId(diagnosis.replaced_by)}</code>
          <CopyIcon text={diagnosis.replaced_by} label={t('diagnosis.copy_id')} />
        </p>
      )}
      {advice ? (
        <>
          {!saidInRed(diagnosis) && (
            <FourParts text={advice[locale.value]} actor={advice.actor} words={said} />
          )}
          {cause && (
            <p class={`certainty ${certaintyOf(cause.confidence)}`}>
              {t('diagnosis.certainty', { how: said.certainty[certaintyOf(cause.confidence)] })}
            </p>
          )}
        </>
      ) : (
        <Asking diagnosis={diagnosis} />
      )}
      <Actions diagnosis={diagnosis} conv={conv} />
      <Evidence diagnosis={diagnosis} />
      <OtherCauses causes={diagnosis.causes.slice(1)} />
      {advice && <When diagnosis={diagnosis} />}
    </div>
  );
}

function When({ diagnosis }: { diagnosis: Diagnosis }) {
  return (
    <p class="diagnosis-when">
      <time title={fullTime(diagnosis.at, locale.value)}>
        {t('diagnosis.looked', { when: agoText(diagnosis.at, now.value, locale.value) })}
      </time>
      {diagnosis.following && <span class="following">{t('diagnosis.following')}</span>}
    </p>
  );
}

function Wait({ diagnosis }: { diagnosis: Diagnosis }) {
  const said = words.value;
  const { eta } = diagnosis;
  const why =
    eta && stateOf(diagnosis) === 'pending'
      ? said.waitWhy(said.band(bandOf({ p50: 0, p90: eta.p50 })), said.band(bandOf({ p50: 0, p90: eta.p90 })))
      : undefined;
  return (
    <div class="diagnosis-wait" title={why}>
      <Progress sight={diagnosis} words={said} />
    </div>
  );
}

function Asking({ diagnosis }: { diagnosis: Diagnosis }) {
  const late = now.value - diagnosis.created_at > patienceMs;
  return (
    <div class="diagnosis-asking" role="status">
      <p>{t(late ? 'diagnosis.late' : 'diagnosis.asking')}</p>
      {!late && (
        <>
          <b />
          <b />
          <b />
        </>
      )}
    </div>
  );
}

function Actions({ diagnosis, conv }: { diagnosis: Diagnosis; conv: Conv }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const tag = customerLocale(conv);
  const again = async () => {
    setBusy(true);
    setProblem('');
    try {
      await askAgain(conv.id, diagnosis.id);
    } catch (failure) {
      setProblem(t('diagnosis.failed', { why: asApiError(failure).message }));
    }
    setBusy(false);
  };
  return (
    <div class="diagnosis-actions">
      {diagnosis.advice && (
        <>
          <button
            type="button"
            class="button small primary"
            title={t('diagnosis.insert_in', {
              language: t(tag === 'en' ? 'diagnosis.en' : 'diagnosis.zh'),
            })}
            onClick={() => insertAdvice(conv, diagnosis)}
          >
            {tag === locale.value && <Reply size={15} />}
            {t('diagnosis.insert')}
            {tag !== locale.value && <small lang={tag}>{tag === 'en' ? 'EN' : '中'}</small>}
          </button>
          <CopyIcon text={messageFor(diagnosis, tag)} label={t('diagnosis.copy_advice')} size={17} />
        </>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={t('diagnosis.refresh')}
        title={t('diagnosis.refresh')}
        disabled={busy}
        onClick={() => void again()}
      >
        {busy ? <span class="spinner" /> : <Retry size={17} />}
      </button>
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
