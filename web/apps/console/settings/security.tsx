import { t } from '../i18n/index';
import { PageHead } from './page';
import { Password } from './password';
import { Sessions } from './sessions';
import { Totp } from './totp';

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
