import { locale } from '@keydesk/ui/i18n';
import { t } from './words';

export function Top({ here }: { here: 'form' | 'status' }) {
  return (
    <header class="top">
      <b>{here === 'form' ? t('title') : t('status_title')}</b>
      <nav>
        <a href={`/contact?lang=${locale.value}`}>{t('contact_page')}</a>
        <a href={`/board?lang=${locale.value}`}>{t('board')}</a>
      </nav>
      <button
        type="button"
        class="lang"
        lang={locale.value === 'en' ? 'zh-CN' : 'en'}
        onClick={() => {
          locale.value = locale.value === 'en' ? 'zh-CN' : 'en';
        }}
      >
        {t('language')}
      </button>
    </header>
  );
}
