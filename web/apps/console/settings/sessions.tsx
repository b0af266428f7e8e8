import { locale } from '@keydesk/ui/i18n';
import { Device } from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { agoText, fullTime } from '../lib/time';
import { Outcome, useForm } from '../parts/form';
import { Broken, Skeleton } from '../parts/states';
import { now } from '../state/clock';
import { api } from '../state/session';
import { Card, useLoaded } from './page';

export function Sessions() {
  const list = useLoaded(() => api.sessions());
  const form = useForm();
  return (
    <Card title={t('sessions.title')} text={t('sessions.text')}>
      {list.failed && <Broken text={list.failed} onRetry={list.again} />}
      {!list.value && !list.failed && <Skeleton rows={2} kind="form" />}
      <ul class="rows">
        {list.value?.items.map(session => (
          <li key={session.id}>
            <Device size={20} />
            <div class="rows-main">
              <b>
                {agentText(session.agent)}{' '}
                {session.current && <span class="tag ok">{t('sessions.this')}</span>}
              </b>
              <small class="muted" title={fullTime(session.created_at, locale.value)}>
                {session.ip} ·{' '}
                {t('sessions.seen', { when: agoText(session.seen_at, now.value, locale.value) })}
              </small>
            </div>
            {!session.current && (
              <button
                type="button"
                class="button small"
                onClick={() => void form.run(() => api.revokeSession(session.id)).then(list.again)}
              >
                {t('sessions.revoke')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Outcome form={form} />
    </Card>
  );
}

/** "Chrome · Windows" out of a user agent; what is not known is shown as it came. */
export function agentText(agent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)(?:iOS)?\/[\d.]+/.exec(agent)?.[1];
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(agent)?.[1];
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' };
  const parts = [browser, system].filter((part): part is string => part !== undefined);
  return parts.length ? parts.map(part => names[part] ?? part).join(' · ') : agent.slice(0, 60) || '?';
}
