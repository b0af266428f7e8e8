// Beside a conversation: follow it, hand it over, and what it is tied to. The dialogs live with the
// thread, so that menu, palette and panel open the same ones.

import type { Conv, Tie } from '@keydesk/client/index';
import { Bell, BellOff, Dots, Link, Merge, Split, Users } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { follow, root } from '../lib/router';
import { onOpen, open } from '../palette/openers';
import { lazy } from '../parts/lazy';
import { PickButton } from '../parts/pick-button';
import { sayFailed } from '../state/failed';
import { loadRelated } from '../state/related';
import { myId } from '../state/session';
import { power } from './api';
import { loadTies, tiesOf } from './state';

const TieDialog = lazy(async () => (await import('./tie-dialogs')).TieDialog, 'unseen');

const icons = { handover: Users, merge: Merge, link: Link, split: Split };
export type TieTool = keyof typeof icons;
export const tieTools = Object.keys(icons) as TieTool[];

export function TieIcon({ tool, size }: { tool: TieTool; size?: number }) {
  const Icon = icons[tool];
  return <Icon {...(size ? { size } : {})} />;
}

/** What opens when menu, palette or panel ask for it. */
export function TieDialogs({ conv }: { conv: Conv }) {
  const [tool, setTool] = useState<TieTool | undefined>();
  for (const one of tieTools) onOpen(one, () => setTool(one));
  onOpen('follow', () => {
    const following = tiesOf(conv.id).peek()?.following === true;
    void power.follow(conv.id, !following).then(() => loadTies(conv.id), sayFailed);
  });
  if (!tool) return null;
  const close = () => {
    setTool(undefined);
    void loadTies(conv.id);
  };
  return <TieDialog key={tool} tool={tool} conv={conv} onClose={close} />;
}

/** The conversation's menu: what is done rarely enough to have no button of its own. */
export function TieMenu({ conv }: { conv: Conv }) {
  const following = tiesOf(conv.id).value?.following === true;
  const options = [
    ...tieTools.map(tool => ({ id: tool, text: t(`ties.${tool}`), icon: <TieIcon tool={tool} size={17} /> })),
    {
      id: 'follow',
      text: t(following ? 'ties.unfollow' : 'ties.follow'),
      icon: following ? <BellOff size={17} /> : <Bell size={17} />,
    },
  ];
  return (
    <PickButton
      name="more"
      label={t('ties.more')}
      class="icon-button"
      align="end"
      options={options}
      onPick={option => open(option.id)}
    >
      <Dots />
    </PickButton>
  );
}

export function TiesSection({ conv }: { conv: Conv }) {
  const ties = tiesOf(conv.id).value;
  const following = ties?.following === true;
  const followers = ties?.followers.filter(one => one.id !== myId.value).map(one => one.name) ?? [];
  return (
    <section class="ties">
      <div class="ties-acts">
        <button type="button" class="button small" aria-pressed={following} onClick={() => open('follow')}>
          {following ? <BellOff size={15} /> : <Bell size={15} />}
          {t(following ? 'ties.following' : 'ties.follow')}
        </button>
        {tieTools.map(tool => (
          <button key={tool} type="button" class="button small" onClick={() => open(tool)}>
            <TieIcon tool={tool} size={15} />
            {t(`ties.${tool}_short`)}
          </button>
        ))}
      </div>
      {followers.length > 0 && <p class="muted">{t('ties.followers', { names: followers.join(', ') })}</p>}
      {ties && ties.links.length > 0 && (
        <ul class="ties-list">
          {ties.links.map(link => (
            <LinkRow key={link.id} link={link} conv={conv} />
          ))}
        </ul>
      )}
    </section>
  );
}

function LinkRow({ link, conv }: { link: Tie; conv: Conv }) {
  const merged = link.kind === 'merged';
  const undo = async () => {
    if (merged && !confirm(t('ties.unmerge_sure', { number: link.other.number }))) return;
    await power.unlink(link.id).catch(sayFailed);
    for (const id of [conv.id, link.other.id]) {
      void loadTies(id);
      void loadRelated(id);
    }
  };
  return (
    <li>
      <a href={`${root}/c/${link.other.id}`} onClick={follow}>
        <span class="mono">#{link.other.number}</span> {link.other.customer.name}
      </a>
      <small class="muted clamp">
        {t(merged && link.outgoing ? 'ties.merged_into' : `ties.kind_${link.kind}`)} · {link.reason}
      </small>
      <button type="button" class="link-button" onClick={() => void undo()}>
        {t(merged ? 'ties.unmerge' : 'ties.unlink')}
      </button>
    </li>
  );
}
