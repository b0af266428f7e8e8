// Leads are asked whether it is one; everybody sees that one goes on.

import { locale } from '@keydesk/ui/i18n';
import { Close, Warn } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { follow, root } from '../lib/router';
import { caseName } from '../playbooks/names';
import { isLead } from '../state/session';
import { incidents } from './state';

export function IncidentBanner() {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const shown = incidents.value.filter(
    entry =>
      !seen.includes(`${entry.id} ${entry.state}`) &&
      (entry.state === 'open' || (isLead.value && entry.state === 'proposed')),
  );
  const first = shown[0];
  if (!first) return null;
  const title = (locale.value === 'en' ? first.title_en : first.title_zh) || caseName(first.case_type);
  return (
    <div class={`banner ${first.state === 'proposed' ? 'bad' : ''}`}>
      <Warn size={17} />
      <span>
        {first.state === 'proposed'
          ? t('incidents.banner_one', { type: caseName(first.case_type), count: first.customers })
          : t('incidents.banner_open', { title })}
        {shown.length > 1 && ` (+${shown.length - 1})`}
      </span>
      {isLead.value && (
        <a class="link-button" href={`${root}/settings/incidents`} onClick={follow}>
          {t('incidents.look')}
        </a>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={t('close')}
        onClick={() => setSeen([...seen, ...shown.map(entry => `${entry.id} ${entry.state}`)])}
      >
        <Close size={15} />
      </button>
    </div>
  );
}
