// What programs need of the desk, on one page of the settings.
import { External } from '@keydesk/ui/icons';
import { t } from '../i18n/integrations';
import { PageHead } from '../settings/page';
import { DataCards } from './data';
import './integrations.css';
import { Tokens } from './tokens';
import { Webhooks } from './webhooks';

export function Integrations() {
  return (
    <>
      <PageHead title={t('title')}>
        <a class="button" href="/api/v1/openapi.json" target="_blank" rel="noopener">
          <External size={16} />
          {t('docs')}
        </a>
      </PageHead>
      <Tokens />
      <Webhooks />
      <DataCards />
    </>
  );
}
