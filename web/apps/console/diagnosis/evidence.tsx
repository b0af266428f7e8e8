// What a diagnosis rests on: every value with the node that gave it, how it was asked, at which block, when.

import type { Cause, Diagnosis, Proof } from '@keydesk/client/index';
import { certaintyOf } from '@keydesk/ui/diagnosis/model';
import { locale } from '@keydesk/ui/i18n';
import { ChevronRight } from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { fullTime, secondTime } from '../lib/time';
import { Dialog } from '../parts/dialog';
import { words } from './words';

type Row = readonly [what: string, proof: Proof];

/** One row for each source: that two say the same is what a "not found" rests on. */
function proofsOf({ evidence }: Diagnosis): Row[] {
  return Object.entries(evidence).flatMap(([what, proof]) =>
    [proof, ...(proof.also ?? [])].map(one => [what, one] as const),
  );
}

export function Evidence({ diagnosis }: { diagnosis: Diagnosis }) {
  const [wide, setWide] = useState(false);
  const rows = proofsOf(diagnosis);
  if (rows.length === 0) return null;
  return (
    <Fold title={t('diagnosis.evidence', { count: rows.length })}>
      <ul class="proofs">
        {rows.map(([what, proof]) => (
          <li key={`${what} ${proof.source} ${proof.method}`}>
            <span>{what}</span>
            <code>{proof.value}</code>
            <small>
              {[proof.source, known(proof.height) && `#${proof.height}`, secondTime(proof.at, locale.value)]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </li>
        ))}
      </ul>
      <button type="button" class="link-button" onClick={() => setWide(true)}>
        {t('diagnosis.as_table')}
      </button>
      {wide && (
        <Dialog label={t('diagnosis.evidence_title')} class="evidence-dialog" onClose={() => setWide(false)}>
          <Table rows={rows} />
        </Dialog>
      )}
    </Fold>
  );
}

function Table({ rows }: { rows: readonly Row[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="evidence-scroll" tabIndex={0} role="region" aria-label={t('diagnosis.evidence_title')}>
      <table class="evidence">
        <thead>
          <tr>
            <th scope="col">{t('diagnosis.what')}</th>
            <th scope="col">{t('diagnosis.value')}</th>
            <th scope="col">{t('diagnosis.source')}</th>
            <th scope="col">{t('diagnosis.method')}</th>
            <th scope="col">{t('diagnosis.height')}</th>
            <th scope="col">{t('diagnosis.time')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([what, proof]) => (
            <tr key={`${what} ${proof.source} ${proof.method}`}>
              <th scope="row">{what}</th>
              <td>
                <code>{proof.value}</code>
              </td>
              <td>{proof.source}</td>
              <td>
                <code>{proof.method}</code>
              </td>
              <td>{known(proof.height) ? proof.height : '–'}</td>
              <td>
                <time title={fullTime(proof.at, locale.value)}>{secondTime(proof.at, locale.value)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const known = (height: number | undefined) => height !== undefined && height >= 0;

export function OtherCauses({ causes }: { causes: readonly Cause[] }) {
  if (causes.length === 0) return null;
  return (
    <Fold title={t('diagnosis.others', { count: causes.length })}>
      <ul class="proofs">
        {causes.map(cause => (
          <li key={cause.id}>
            <code>{cause.id}</code>
            <small>
              {[
                words.value.certainty[certaintyOf(cause.confidence)],
                ...Object.entries(cause.values).map(([name, value]) => `${name}: ${value}`),
              ].join(' · ')}
            </small>
          </li>
        ))}
      </ul>
    </Fold>
  );
}

function Fold({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details class="fold">
      <summary>
        <ChevronRight size={15} />
        {title}
      </summary>
      {children}
    </details>
  );
}
