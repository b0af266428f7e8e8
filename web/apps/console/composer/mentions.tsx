// "@" in a note: colleagues and teams to call. What is put in is the name as the server looks for it.

import { Users } from '@keydesk/ui/icons';
import type { ComponentChildren, RefObject } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { fuzzyFilter } from '../lib/fuzzy';
import { Avatar } from '../parts/avatar';
import { agents, onlineAgents, teams } from '../state/meta';
import { myId } from '../state/session';
import { comboAria, comboKeys, SuggestionList } from './suggestions';
import { mentionQuery } from './variables';

export interface Called {
  id: string;
  name: string;
  hint: string;
  icon: ComponentChildren;
}

const most = 8;
const listId = 'mention-list';

/** Colleagues who are here first, then the rest, then teams; never oneself. */
function everybody(): Called[] {
  const here = onlineAgents.value;
  const people = agents.value
    .filter(agent => !agent.disabled && agent.id !== myId.value)
    .sort((a, b) => Number(here.has(b.id)) - Number(here.has(a.id)))
    .map(agent => ({
      id: agent.id,
      name: agent.name,
      hint: agent.email,
      icon: <Avatar name={agent.name} seed={agent.id} size="s" online={here.has(agent.id)} />,
    }));
  const groups = teams.value.map(team => ({
    id: team.id,
    name: team.name,
    hint: t('mention.team', {
      count: agents.value.filter(agent => !agent.disabled && agent.teams?.includes(team.id)).length,
    }),
    icon: <Users size={18} />,
  }));
  return [...people, ...groups];
}

export interface Mentions {
  open: boolean;
  aria: Record<string, string | undefined>;
  look: () => void;
  onKeyDown: (event: KeyboardEvent) => boolean;
  list: ComponentChildren;
}

export function useMentions(
  field: RefObject<HTMLTextAreaElement>,
  on: boolean,
  write: (text: string) => void,
): Mentions {
  const [asked, setAsked] = useState<{ from: number; query: string } | undefined>();
  const [at, setAt] = useState(0);
  const open = on && asked !== undefined;
  const all = open ? everybody() : [];
  const found = useMemo(
    () => (asked ? fuzzyFilter(asked.query, all, one => [one.name, one.hint]).slice(0, most) : []),
    [asked, open, agents.value, teams.value],
  );
  const active = Math.min(at, Math.max(0, found.length - 1));
  const pick = (called: Called) => {
    const element = field.current;
    if (!element || !asked) return;
    const before = `${element.value.slice(0, asked.from)}@${called.name} `;
    write(before + element.value.slice(asked.from + 1 + asked.query.length).replace(/^ /, ''));
    setAsked(undefined);
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(before.length, before.length);
    });
  };
  return {
    open: open && found.length > 0,
    aria: open && found.length > 0 ? comboAria(listId, active) : {},
    look: () => {
      const element = field.current;
      setAsked(element ? mentionQuery(element.value, element.selectionStart) : undefined);
      setAt(0);
    },
    // An address like a@b ends the matter: nobody fits, and the keys are the text's again.
    onKeyDown: event =>
      open &&
      found.length > 0 &&
      comboKeys(event, {
        active,
        count: found.length,
        point: setAt,
        take: () => pick(found[active] as Called),
        leave: () => setAsked(undefined),
      }),
    list: open && found.length > 0 && (
      <SuggestionList
        id={listId}
        label={t('mention.label')}
        items={found}
        active={active}
        onPoint={setAt}
        onPick={pick}
        hint={t('mention.insert')}
        draw={called => (
          <span class="slash-title mention-option">
            {called.icon}
            <span>{called.name}</span>
            <small>{called.hint}</small>
          </span>
        )}
      />
    ),
  };
}
