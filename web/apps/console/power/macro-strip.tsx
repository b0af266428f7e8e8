// What sending will do besides: seen before it happens, and taken away with one click.

import type { Actions, Id, MacroOffer } from '@keydesk/client/index';
import { Bolt, Close } from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { open } from '../palette/openers';
import { changeDraft, draftFor } from '../state/drafts';
import { agentName, labels, teams } from '../state/meta';
import { lastSeq } from '../state/thread-model';
import { threadSignal } from '../state/threads';

/** The actions in words, in the order in which they happen. */
export function actionWords(actions: Actions): string[] {
  const words: string[] = [];
  const names = (ids: readonly Id[]) =>
    ids.map(id => labels.value.find(label => label.id === id)?.name ?? id).join(', ');
  if (actions.assignee !== undefined) {
    const name = actions.assignee === 'me' ? t('macro.me') : agentName(actions.assignee);
    words.push(t('rule.say_assign', { name: name || t('assign.nobody') }));
  }
  if (actions.team !== undefined) {
    const name = teams.value.find(team => team.id === actions.team)?.name ?? t('assign.no_team');
    words.push(t('rule.say_team', { name }));
  }
  if (actions.priority) words.push(t('rule.say_priority', { level: t(`priority.${actions.priority}`) }));
  if (actions.add_labels.length) words.push(t('rule.say_labels', { list: names(actions.add_labels) }));
  if (actions.status === 'snoozed') words.push(t('rule.say_snooze', { count: actions.snooze_minutes }));
  else if (actions.status) words.push(t('rule.say_status', { status: t(`status.${actions.status}`) }));
  if (actions.note) words.push(t('rule.say_note'));
  return words;
}

export function macroSummary(macro: MacroOffer): string {
  const words = actionWords(macro.actions);
  return [macro.text, words.join(' · ')].filter(Boolean).join(' — ');
}

/** Puts a macro into the composer; it is looked at and sent there. */
export function takeMacro(id: Id, macro: MacroOffer): void {
  const thread = threadSignal(id).peek();
  const draft = draftFor(id).peek();
  const reply = [draft.reply.trim(), macro.text].filter(Boolean).join('\n\n');
  changeDraft(id, { kind: 'reply', reply, macro, begunAt: draft.begunAt || lastSeq(thread) });
  open('reply');
}

export function MacroStrip({ macro, onRemove }: { macro: MacroOffer; onRemove: () => void }) {
  const words = actionWords(macro.actions);
  return (
    <div class="macro-strip" role="status">
      <Bolt size={15} />
      <b>{macro.name}</b>
      {words.length > 0 ? (
        <span>
          {t('macro.will')} {words.join(' · ')}
        </span>
      ) : (
        <span>{t('macro.nothing_else')}</span>
      )}
      <button
        type="button"
        class="icon-button small"
        aria-label={t('macro.remove')}
        title={t('macro.remove')}
        onClick={onRemove}
      >
        <Close size={15} />
      </button>
    </div>
  );
}
