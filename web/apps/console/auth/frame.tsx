import { locale } from '@keydesk/ui/i18n';
import { Globe, Wallet } from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { t } from '../i18n/index';
import { toggleLocale } from '../state/prefs';
import { workspace } from '../state/session';

/** The card in the middle of the page before anybody is logged in. */
export function AuthFrame({
  title,
  text,
  children,
}: {
  title: string;
  text?: string;
  children: ComponentChildren;
}) {
  return (
    <main class="auth">
      <div class="auth-card">
        <span class="auth-mark" aria-hidden="true">
          <Wallet size={26} />
        </span>
        <h1>{title}</h1>
        {text && <p class="auth-text">{text}</p>}
        {children}
      </div>
      <footer>
        <span>{workspace.value.name}</span>
        <button
          type="button"
          class="link-button"
          onClick={toggleLocale}
          lang={locale.value === 'en' ? 'zh-CN' : 'en'}
        >
          <Globe size={16} />
          {t('rail.language_other')}
        </button>
      </footer>
    </main>
  );
}
