import '@keydesk/ui/tokens.css';
import '@keydesk/ui/avatar.css';
import './panel.css';
import './log.css';
import './composer.css';
import { locale } from '@keydesk/ui/i18n';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { GuardClient, guardWorker } from './guard';
import { bridge, chime, face, hearLoader, inbox, setUp, shown, sound, visible } from './shell';
import { Desk } from './store/desk';
import { openVault } from './store/vault';
import { App } from './view/app';
import { t } from './words';

const vault = await openVault(
  inbox,
  bridge.framed ? (op, key, value) => bridge.keep(op, key, value) : undefined,
);
await setUp(vault);

const guard = new GuardClient(guardWorker);
const desk = new Desk(inbox, vault, guard, () => {
  if (!shown.peek() || !visible.peek()) chime();
});

hearLoader(message => {
  if (message.t === 'identify') desk.identify(message.jwt);
  else if (message.t === 'page') desk.page(message.url, message.title);
});

effect(() => {
  bridge.tell({ t: 'unread', n: desk.unread.value });
});
effect(() => {
  if (desk.thread.value.epoch) bridge.tell({ t: 'talking', on: desk.thread.value.started });
});
effect(() => {
  const unread = desk.unread.value;
  document.title = `${unread ? `(${unread}) ` : ''}${t('title', { brand: face.value.name || 'Keydesk' })}`;
});
effect(() => {
  // Only what the customer chose himself is kept, not what the page's language says.
  if (chosen.value) void vault.set('locale', locale.value);
});
effect(() => {
  if (chosen.value) void vault.set('sound', sound.value);
});

import { chosen } from './view/header';

render(<App desk={desk} />, document.getElementById('app')!);
bridge.tell({ t: 'ready' });
void desk.start();
guard.warm();
