// Which page is on screen, and what lies over all of them.

import { Wallet } from '@keydesk/ui/icons';
import { useEffect } from 'preact/hooks';
import { Invite } from './auth/invite';
import { Login } from './auth/login';
import { CustomerPanel } from './customer/panel';
import { t } from './i18n/index';
import { drawerOpen, panelOver } from './inbox/layout';
import { ListColumn } from './inbox/list-column';
import { Rail } from './inbox/rail';
import { Views } from './inbox/views';
import { route } from './lib/router';
import { noteIndex } from './palette/commands';
import { ShortcutSheet } from './palette/help';
import { Palette } from './palette/palette';
import { paletteOpen, shortcutsOpen } from './palette/state';
import { Banner } from './parts/banner';
import { lazy } from './parts/lazy';
import { Broken } from './parts/states';
import { Toasts } from './parts/toasts';
import { panelOpen } from './state/prefs';
import { phase, startSession } from './state/session';
import { NoThread, ThreadRegion } from './thread/thread';

/** Most agents open them once a week. */
const QueuePage = lazy(() => import('./queue/page').then(module => module.QueuePage));
const Settings = lazy(() => import('./settings/settings').then(module => module.Settings));
const Reports = lazy(() => import('./reports/reports').then(module => module.Reports));

export function App() {
  const at = route.value;
  if (at.page === 'invite') return <Invite token={at.token} />;
  if (phase.value === 'out') return <Login />;
  if (phase.value === 'starting') {
    return (
      <div class="splash" role="status" aria-label={t('loading')}>
        <Wallet size={40} />
      </div>
    );
  }
  if (phase.value === 'failed') {
    return (
      <main class="splash">
        <Broken text={t('start.failed')} onRetry={() => void startSession()} />
      </main>
    );
  }
  return (
    <>
      <Banner />
      {at.page === 'settings' ? (
        <div class="app app-settings">
          <Rail />
          <Settings tab={at.tab} />
        </div>
      ) : at.page === 'queue' ? (
        <div class="app app-queue">
          <Rail />
          <QueuePage />
        </div>
      ) : at.page === 'reports' ? (
        <div class="app app-reports">
          <Rail />
          <Reports />
        </div>
      ) : (
        <Desk />
      )}
      {paletteOpen.value && <Palette />}
      {shortcutsOpen.value && <ShortcutSheet />}
      <Toasts />
    </>
  );
}

function Desk() {
  const at = route.value;
  const id = at.page === 'conversation' ? at.id : undefined;
  // What lies over the page on a phone goes away when one goes somewhere.
  useEffect(() => {
    drawerOpen.value = false;
    panelOver.value = false;
    if (id) noteIndex(id);
  }, [at]);
  return (
    <div
      class={`app ${id ? 'at-thread' : 'at-list'} ${panelOpen.value && id ? 'with-panel' : ''} ${drawerOpen.value ? 'drawer' : ''}`}
    >
      <Rail />
      <Views />
      {drawerOpen.value && (
        <button
          type="button"
          class="scrim"
          aria-label={t('close')}
          onClick={() => (drawerOpen.value = false)}
        />
      )}
      <ListColumn />
      {id ? <ThreadRegion key={id} id={id} /> : <NoThread />}
      {id && (panelOpen.value || panelOver.value) && <CustomerPanel id={id} />}
      {panelOver.value && (
        <button
          type="button"
          class="scrim"
          aria-label={t('close')}
          onClick={() => (panelOver.value = false)}
        />
      )}
    </div>
  );
}
