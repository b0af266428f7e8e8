import '@keydesk/ui/tokens.css';
import '../panel/composer.css';
import './form.css';
import { locale, localeFrom } from '@keydesk/ui/i18n';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { GuardClient, guardWorker } from '../panel/guard';
import { Attachments } from './attachments';
import { Form } from './form';
import { t } from './words';
import { Seal } from './work';

locale.value = localeFrom(new URLSearchParams(location.search).get('lang'), navigator.language);
effect(() => {
  document.documentElement.lang = locale.value;
  document.title = t('title');
});

const guard = new GuardClient(guardWorker);
const seal = new Seal();
render(
  <Form guard={guard} seal={seal} attachments={new Attachments(guard)} />,
  document.getElementById('app')!,
);
guard.warm();
void seal.prepare().catch(() => {});
