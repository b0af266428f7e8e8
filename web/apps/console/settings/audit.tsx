import type { AuditEntry } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { fullTime } from '../lib/time';
import { Broken, Skeleton } from '../parts/states';
import { agentName } from '../state/meta';
import { api } from '../state/session';
import { PageHead } from './page';

export function Audit() {
  const [items, setItems] = useState<readonly AuditEntry[] | undefined>();
  const [next, setNext] = useState<string | null>(null);
  const [failed, setFailed] = useState('');
  const load = (after?: string) => {
    setFailed('');
    api.audit(after).then(
      page => {
        setItems(known => [...(after ? (known ?? []) : []), ...page.items]);
        setNext(page.next ?? null);
      },
      (failure: Error) => setFailed(failure.message),
    );
  };
  useEffect(() => load(), []);
  return (
    <>
      <PageHead title={t('settings.audit')} text={t('audit.text')} />
      {failed && <Broken text={failed} onRetry={() => load()} />}
      {!items && !failed && <Skeleton rows={6} kind="form" />}
      {items && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, by keyboard too
        <div class="table-scroll card" tabIndex={0} role="region" aria-label={t('settings.audit')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('audit.when')}</th>
                <th scope="col">{t('audit.who')}</th>
                <th scope="col">{t('audit.what')}</th>
                <th scope="col">{t('audit.detail')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((entry, index) => (
                <tr key={index}>
                  <td class="nowrap">{fullTime(entry.at, locale.value)}</td>
                  <td class="nowrap">{actorText(entry.actor)}</td>
                  <td class="nowrap">
                    <code>{entry.action}</code>
                  </td>
                  <td class="muted audit-detail">
                    {[entry.object, detailText(entry.detail)].filter(Boolean).join(' · ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {next && (
        <button type="button" class="button wide" onClick={() => load(next)}>
          {t('search.more')}
        </button>
      )}
    </>
  );
}

function actorText(actor: AuditEntry['actor']): string {
  if (!actor) return 'Keydesk';
  if (typeof actor === 'object') return actor.name;
  return agentName(actor) || actor;
}

function detailText(detail: unknown): string {
  if (detail === null || detail === undefined || detail === '') return '';
  return typeof detail === 'string' ? detail : JSON.stringify(detail);
}
