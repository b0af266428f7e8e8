import type { FunctionComponent } from 'preact';
import { oneColumn } from '../inbox/layout';
import { Articles } from '../knowledge/page';
import { lazy } from '../parts/lazy';
import { MacrosPage } from '../power/macros-page';
import { RulesPage } from '../power/rules-page';
import { IncidentsPage } from '../queue/incidents';
import { Levels } from '../queue/levels';
import { QueueSettings } from '../queue/settings';
import { Agents } from './agents';
import { Audit } from './audit';
import { Board } from './board';
import { Inboxes } from './inboxes';
import { Labels } from './labels';
import { Look } from './look';
import { SettingsBack, SettingsMenu } from './nav';
import { Profile } from './profile';
import { Quarantine } from './quarantine';
import { Replies } from './replies';
import { Security } from './security';
import { settingsTabs } from './tabs';
import { Teams } from './teams';
import { WorkspacePage } from './workspace';

const PlaybooksPage = lazy(async () => (await import('../playbooks/page')).PlaybooksPage);
const AssistantPage = lazy(() => import('../assistant/page').then(part => part.AssistantPage));
const Integrations = lazy(() => import('../integrations/page').then(part => part.Integrations));

const pages: Record<string, FunctionComponent> = {
  profile: Profile,
  look: Look,
  security: Security,
  replies: Replies,
  macros: MacrosPage,
  rules: RulesPage,
  articles: Articles,
  playbooks: PlaybooksPage,
  board: Board,
  labels: Labels,
  teams: Teams,
  queue: QueueSettings,
  levels: Levels,
  incidents: IncidentsPage,
  agents: Agents,
  inboxes: Inboxes,
  integrations: Integrations,
  assistant: AssistantPage,
  quarantine: Quarantine,
  workspace: WorkspacePage,
  audit: Audit,
};

export function Settings({ tab }: { tab: string }) {
  const tabs = settingsTabs();
  const menuAlone = oneColumn.value && tab === '';
  const here = tabs.find(entry => entry.id === tab) ?? tabs.find(entry => entry.id === 'profile');
  const Page = pages[here?.id ?? 'profile'] ?? Profile;
  if (menuAlone) return <SettingsMenu here="" />;
  return (
    <>
      {oneColumn.value ? <SettingsBack /> : <SettingsMenu here={here?.id ?? ''} />}
      <main class="settings" aria-label={here?.text}>
        <div class="settings-page">
          <Page key={here?.id} />
        </div>
      </main>
    </>
  );
}
