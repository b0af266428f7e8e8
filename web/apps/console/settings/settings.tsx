import { ChevronLeft } from '@keydesk/ui/icons';
import type { FunctionComponent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/index';
import { Articles } from '../knowledge/page';
import { follow, root } from '../lib/router';
import { lazy } from '../parts/lazy';
import { MacrosPage } from '../power/macros-page';
import { RulesPage } from '../power/rules-page';
import { IncidentsPage } from '../queue/incidents';
import { Levels } from '../queue/levels';
import { QueueSettings } from '../queue/settings';
import { currentPath } from '../state/here';
import { Agents } from './agents';
import { Audit } from './audit';
import { Board } from './board';
import { Inboxes } from './inboxes';
import { Labels } from './labels';
import { Look } from './look';
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
  const here = tabs.find(entry => entry.id === tab) ?? tabs[0];
  const nav = useRef<HTMLElement>(null);
  // On a phone the pages are a strip that scrolls sideways.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [here?.id]);
  const Page = pages[here?.id ?? 'profile'] ?? Profile;
  return (
    <>
      <nav ref={nav} class="views settings-nav" aria-label={t('rail.settings')}>
        <h1>
          <a class="icon-button back" href={root + currentPath()} onClick={follow} aria-label={t('back')}>
            <ChevronLeft />
          </a>
          {t('rail.settings')}
        </h1>
        <div class="views-scroll">
          {tabs.map(entry => (
            <a
              key={entry.id}
              class="view"
              href={`${root}/settings/${entry.id}`}
              onClick={follow}
              aria-current={entry.id === here?.id ? 'page' : undefined}
            >
              {entry.icon}
              <span class="view-text">{entry.text}</span>
            </a>
          ))}
        </div>
      </nav>
      <main class="settings" aria-label={here?.text}>
        <div class="settings-page">
          <Page key={here?.id} />
        </div>
      </main>
    </>
  );
}
