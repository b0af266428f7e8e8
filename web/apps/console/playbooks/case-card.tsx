// What this conversation is about, and what is known: corrected with a click.

import type { Conv } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Close, Plus } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { type Key, t } from '../i18n/index';
import { momentText } from '../lib/time';
import { sayFailed } from '../state/failed';
import { toast } from '../state/toasts';
import { type Case, type Fact, playbooks } from './desk';
import { caseName, known, readKnown } from './names';
import './playbooks.css';

const kinds = [
  'transaction',
  'address',
  'amount',
  'time',
  'network',
  'counterparty',
  'error_text',
  'app_version',
  'os',
  'device',
  'url',
  'phone_tail',
] as const;

const kindName = (kind: string) => t(`playbooks.fact_${kind}` as Key);

export function CaseCard({ conv }: { conv: Conv }) {
  const [found, setFound] = useState<Case | undefined>();
  const [editing, setEditing] = useState<Fact | 'new' | undefined>();
  const [choosing, setChoosing] = useState(false);
  const load = () => void playbooks.caseOf(conv.id).then(setFound, () => undefined);
  useEffect(readKnown, []);
  // What was said last may have told more.
  useEffect(load, [conv.id, conv.seq, conv.case_type]);
  const act = async (work: Promise<unknown>, said?: string) => {
    try {
      await work;
      if (said) toast(said);
      setEditing(undefined);
      setChoosing(false);
    } catch (failure) {
      sayFailed(failure);
    }
    load();
  };
  if (!found) return null;
  const percent = Math.min(99, Math.round(found.confidence * 100));
  return (
    <section class="case-card" aria-label={t('playbooks.case')}>
      <h3>{t('playbooks.case')}</h3>
      <p class="case-name">
        <b>{found.case ? caseName(found.case) : t('playbooks.none')}</b>
        {percent > 0 && <small class="muted">{t('playbooks.confidence', { percent })}</small>}
        <button
          type="button"
          class="link-button"
          aria-expanded={choosing}
          onClick={() => setChoosing(!choosing)}
        >
          {t(found.case ? 'playbooks.not_this' : 'playbooks.choose')}
        </button>
      </p>
      <p class="muted case-tier">{t(`playbooks.tier_${found.tier}` as Key)}</p>
      {choosing && (
        <select
          aria-label={t('playbooks.choose')}
          value={found.case}
          onChange={event =>
            void act(playbooks.setCase(conv.id, event.currentTarget.value), t('playbooks.case_changed'))
          }
        >
          <option value="">{t('playbooks.none')}</option>
          {known.value.map(one => (
            <option key={one.id} value={one.id}>
              {one.name[locale.value]}
            </option>
          ))}
        </select>
      )}
      <ul class="facts">
        {found.facts.map(fact => (
          <li key={fact.id} class={fact.agent ? 'by-agent' : ''}>
            <button
              type="button"
              class="fact"
              title={t('playbooks.correct', { fact: kindName(fact.kind) })}
              onClick={() => setEditing(fact)}
            >
              <small>{kindName(fact.kind)}</small>
              <span>
                {fact.value}
                {fact.means !== undefined && (
                  <small class="muted"> {momentText(fact.means, Date.now(), locale.value)}</small>
                )}
              </span>
            </button>
            <button
              type="button"
              class="icon-button small"
              aria-label={t('playbooks.remove', { fact: `${kindName(fact.kind)} ${fact.value}` })}
              onClick={() => void act(playbooks.remove(conv.id, fact.id))}
            >
              <Close size={13} />
            </button>
          </li>
        ))}
      </ul>
      {editing ? (
        <FactForm
          key={editing === 'new' ? 'new' : editing.id}
          fact={editing === 'new' ? undefined : editing}
          onSave={(kind, value) =>
            act(
              editing === 'new'
                ? playbooks.addFact(conv.id, kind, value)
                : playbooks.correct(conv.id, editing.id, value),
            )
          }
          onClose={() => setEditing(undefined)}
        />
      ) : (
        <button type="button" class="link-button" onClick={() => setEditing('new')}>
          <Plus size={15} />
          {t('playbooks.add_fact')}
        </button>
      )}
    </section>
  );
}

interface FormProps {
  fact: Fact | undefined;
  onSave: (kind: string, value: string) => Promise<void>;
  onClose: () => void;
}

function FactForm({ fact, onSave, onClose }: FormProps) {
  const [kind, setKind] = useState<string>(fact?.kind ?? 'transaction');
  const [value, setValue] = useState(fact?.value ?? '');
  return (
    <form
      class="fact-form"
      onSubmit={event => {
        event.preventDefault();
        if (value.trim()) void onSave(kind, value.trim());
      }}
      onKeyDown={event => event.key === 'Escape' && onClose()}
    >
      {fact ? (
        <label for="fact-value">{kindName(kind)}</label>
      ) : (
        <select
          aria-label={t('playbooks.add_fact')}
          value={kind}
          onChange={event => setKind(event.currentTarget.value)}
        >
          {kinds.map(one => (
            <option key={one} value={one}>
              {kindName(one)}
            </option>
          ))}
        </select>
      )}
      <input
        id="fact-value"
        aria-label={t('playbooks.value')}
        value={value}
        maxLength={300}
        // biome-ignore lint/a11y/noAutofocus: it opens at the agent's click, to be typed into
        autoFocus
        onInput={event => setValue(event.currentTarget.value)}
      />
      <div class="fact-acts">
        <button type="submit" class="button small primary">
          {t('save')}
        </button>
        <button type="button" class="button small" onClick={onClose}>
          {t('close')}
        </button>
      </div>
    </form>
  );
}
