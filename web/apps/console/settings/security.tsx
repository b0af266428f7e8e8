import { t } from '../i18n/index';
import { Password } from './password';
import { Sessions } from './sessions';
import { Totp } from './totp';
import { PageHead } from './page';

export function Security() {
  return (
    <>
      <PageHead title={t('settings.security')} text={t('security.text')} />
      <Password />
      <Totp />
      <Sessions />
    </>
  );
}
