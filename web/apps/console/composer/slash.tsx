// "/" in the composer looks for a saved reply; Enter or Tab puts it in with its variables filled.

import type { Conv, MacroOffer, SavedReply } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Bolt } from '@keydesk/ui/icons';
import type { RefObject } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { useArticleReplies } from '../knowledge/slash-articles';
import { fuzzyFilter } from '../lib/fuzzy';
import { follow, root } from '../lib/router';
import { macroSummary } from '../power/macro-strip';
import { offersFor } from '../power/state';
import { savedReplies } from '../state/meta';
import { me, workspace } from '../state/session';
import { comboAria, comboKeys, SuggestionList } from './suggestions';
import { fillVariables, slashQuery } from './variables';

/** A saved reply, or a macro: a reply that also does something. */
export type Found = SavedReply & { macro?: MacroOffer };

export interface Slash {
  open: boolean;
  found: readonly Found[];
  active: number;
  aria: Record<string, string | undefined>;
  look: () => void;
  summon: () => void;
  pick: (found: Found) => void;
  point: (index: number) => void;
  onKeyDown: (event: KeyboardEvent) => boolean;
}

const most = 8;
const listId = 'slash-list';

export function useSlash(
  field: RefObject<HTMLTextAreaElement>,
  conv: Conv,
  write: (text: string, macro?: MacroOffer) => void,
): Slash {
  const [asked, setAsked] = useState<{ from: number; query: string } | undefined>();
  const [at, setAt] = useState(0);
  const replies = savedReplies.value;
  const macros = offersFor(conv.id).value;
  const articles = useArticleReplies(asked?.query, conv);
  const found = useMemo(() => {
    if (!asked) return [];
    const texts = (reply: Found) => [reply.shortcut, reply.title, reply.body];
    const all: Found[] = [...macros.map(asFound), ...byLanguage(replies, conv)];
    return [...fuzzyFilter(asked.query, all, texts).slice(0, most), ...articles];
  }, [asked, replies, macros, articles, conv.customer.locale]);
  const active = Math.min(at, Math.max(0, found.length - 1));

  const look = () => {
    const element = field.current;
    setAsked(element ? slashQuery(element.value, element.selectionStart) : undefined);
    setAt(0);
  };
  const pick = (reply: Found) => {
    const element = field.current;
    if (!element || !asked) return;
    const text = fillVariables(reply.body, {
      'customer.name': conv.customer.name,
      'agent.name': me.peek()?.name ?? '',
      'conversation.number': `#${conv.number}`,
      'workspace.name': workspace.peek().name,
    });
    const behind = element.value.slice(asked.from + 1 + asked.query.length);
    write(element.value.slice(0, asked.from) + text + behind, ...(reply.macro ? [reply.macro] : []));
    setAsked(undefined);
    const cursor = asked.from + text.length;
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(cursor, cursor);
    });
  };

  return {
    open: asked !== undefined,
    found,
    active,
    aria: asked ? comboAria(listId, found[active] ? active : undefined) : {},
    look,
    pick,
    point: setAt,
    summon: () => {
      const element = field.current;
      if (!element) return;
      const cursor = element.selectionStart;
      const before = element.value.slice(0, cursor);
      const gap = before === '' || /\s$/.test(before) ? '/' : ' /';
      write(before + gap + element.value.slice(cursor));
      requestAnimationFrame(() => {
        element.focus();
        element.setSelectionRange(cursor + gap.length, cursor + gap.length);
        look();
      });
    },
    onKeyDown: event =>
      asked !== undefined &&
      comboKeys(event, {
        active,
        count: found.length,
        point: setAt,
        take: () => pick(found[active] as SavedReply),
        leave: () => setAsked(undefined),
      }),
  };
}

function asFound(macro: MacroOffer): Found {
  const { id, name, text } = macro;
  return { id, shortcut: '', title: name, body: text, locale: null, shared: false, macro };
}

/** Those in the customer's language first; a reply without a language fits everybody. */
function byLanguage(replies: readonly SavedReply[], conv: Conv): SavedReply[] {
  const wanted = (conv.customer.locale ?? locale.value).slice(0, 2);
  const rank = (reply: SavedReply) => (!reply.locale ? 1 : reply.locale.startsWith(wanted) ? 0 : 2);
  return [...replies].sort((a, b) => rank(a) - rank(b));
}

export function SlashMenu({ slash }: { slash: Slash }) {
  return (
    <SuggestionList
      id={listId}
      label={t('composer.saved')}
      items={slash.found}
      active={slash.active}
      onPoint={slash.point}
      onPick={slash.pick}
      hint={t('slash.insert')}
      draw={reply => (
        <>
          <span class="slash-title">
            {reply.macro ? <Bolt size={15} /> : <kbd>/{reply.shortcut}</kbd>} {reply.title}
          </span>
          <small>{reply.macro ? macroSummary(reply.macro) : reply.body}</small>
        </>
      )}
    >
      {slash.found.length === 0 && (
        <p>
          {t('slash.none')}{' '}
          <a href={`${root}/settings/replies`} onClick={follow}>
            {t('slash.make')}
          </a>
        </p>
      )}
    </SuggestionList>
  );
}
