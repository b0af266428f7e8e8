// Another conversation: those that suggest themselves first, then whatever a number or words find.

import { asApiError, type Conv, type SearchHit } from '@keydesk/client/index';
import { DoorIcon } from '@keydesk/ui/door-icons';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { w } from '../i18n/ties';
import { fuzzyFilter } from '../lib/fuzzy';
import { type Option, Picker } from '../parts/picker';
import { allConvs } from '../state/convs';
import { relatedOf } from '../state/related';
import { api } from '../state/session';

/** Why a conversation was offered: the server's reasons, the same customer, or a search. */
export type Match = 'same_subject' | 'same_text' | 'same_person' | 'customer' | 'search';

export interface Candidate {
  conv: Conv;
  match: Match;
}

const patience = 200;

/** "#12" or "12" as the server's search takes a number. */
function asked(text: string): string {
  const bare = text.trim();
  return /^\d+$/.test(bare) ? `#${bare}` : bare;
}

function useOffers(conv: Conv): readonly Candidate[] {
  const [own, setOwn] = useState<readonly Conv[]>([]);
  useEffect(() => {
    let left = false;
    api.customer(conv.customer.id).then(
      answer => left || setOwn(answer.conversations),
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [conv.customer.id]);
  const kin: Candidate[] = relatedOf(conv.id).value.items.map(one => ({
    conv: one.conversation,
    match: one.reason as Match,
  }));
  const rest = own.filter(one => !kin.some(other => other.conv.id === one.id));
  return unlike(conv, [...kin, ...rest.map(one => ({ conv: one, match: 'customer' as const }))]);
}

const unlike = (conv: Conv, list: readonly Candidate[]) => list.filter(one => one.conv.id !== conv.id);

/** Hits by what was said; the ones this tab already knows by their number. */
function candidates(text: string, hits: readonly SearchHit[]): Candidate[] {
  const found = new Map<string, Conv>();
  const number = Number(text.trim().replace('#', ''));
  for (const known of allConvs())
    if (known.peek().number === number) found.set(known.peek().id, known.peek());
  for (const hit of hits) found.set(hit.conversation.id, hit.conversation);
  return [...found.values()].map(conv => ({ conv, match: 'search' }));
}

function useSearch(text: string) {
  const [state, setState] = useState<{ of: string; found: Candidate[]; why?: string }>({ of: '', found: [] });
  const running = useRef<AbortController>();
  useEffect(() => {
    running.current?.abort();
    if (text.trim() === '') return;
    const control = new AbortController();
    running.current = control;
    const timer = setTimeout(() => {
      api.search({ q: asked(text), limit: 20 }, control.signal).then(
        answer => setState({ of: text, found: candidates(text, answer.items) }),
        failure => {
          if (control.signal.aborted) return;
          setState({ of: text, found: candidates(text, []), why: asApiError(failure).message });
        },
      );
    }, patience);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [text]);
  return state;
}

/** What stands there once one is chosen takes the focus that the list had. */
export function useArrival<E extends HTMLElement>(): RefObject<E> {
  const place = useRef<E>(null);
  useEffect(() => place.current?.focus(), []);
  return place;
}

interface Props {
  conv: Conv;
  onPick: (candidate: Candidate) => void;
}

export function FindConversation({ conv, onPick }: Props) {
  const [text, setText] = useState('');
  const offers = useOffers(conv);
  const search = useSearch(text);
  const bare = text.trim();
  const near = fuzzyFilter(text, offers, one => [
    `#${one.conv.number} ${one.conv.customer.name}`,
    one.conv.snippet?.text ?? '',
  ]);
  const waiting = bare !== '' && search.of !== text;
  // What was found for other words must not be there to be chosen.
  const found = bare && !waiting ? unlike(conv, search.found) : [];
  const list = [...near, ...found.filter(one => !near.some(other => other.conv.id === one.conv.id))];
  const none = search.why ? w('find.failed', { why: search.why }) : w('find.none');
  return (
    <Picker
      label={w('find.label')}
      placeholder={w('find.hint')}
      options={list.map(asOption)}
      onText={setText}
      onPick={option => {
        const chosen = list.find(one => one.conv.id === option.id);
        if (chosen) onPick(chosen);
      }}
      empty={waiting ? w('find.searching') : bare ? none : w('find.nothing')}
    />
  );
}

function asOption({ conv, match }: Candidate): Option {
  const group = match === 'search' ? 'find.found' : match === 'customer' ? 'find.customer' : 'find.known';
  return {
    id: conv.id,
    text: `#${conv.number} ${conv.customer.name}`,
    hint: conv.snippet?.text || t(`status.${conv.status}`),
    icon: <DoorIcon kind={conv.inbox.kind} size={17} />,
    group: w(group),
  };
}
