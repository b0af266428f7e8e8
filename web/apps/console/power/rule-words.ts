// A rule as one sentence, so that a lead reads what he has built.

import type { Conditions, RuleBody } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { t } from '../i18n/index';
import { caseName } from '../playbooks/names';
import { agentName, inboxes, labels } from '../state/meta';
import { actionWords } from './macro-strip';

const joined = (list: readonly string[]) => list.join(locale.value === 'en' ? ', ' : '、');

function conditionWords(c: Conditions): string[] {
  const words: string[] = [];
  const inboxNames = c.inboxes.map(id => inboxes.value.find(inbox => inbox.id === id)?.name ?? id);
  if (inboxNames.length) words.push(t('rule.say_door', { list: joined(inboxNames) }));
  if (c.words.length) words.push(t('rule.say_words', { list: joined(c.words) }));
  if (c.cases.length) words.push(t('rule.say_case', { list: joined(c.cases.map(caseName)) }));
  if (c.locales.length) {
    const names = c.locales.map(tag => (tag === 'zh' ? '中文' : 'English'));
    words.push(t('rule.say_locale', { list: joined(names) }));
  }
  if (c.priorities.length) {
    const levels = c.priorities.map(level => t(`priority.${level}` as 'priority.high'));
    words.push(t('rule.say_priority_is', { list: joined(levels) }));
  }
  if (c.labels.length) {
    const names = c.labels.map(id => labels.value.find(label => label.id === id)?.name ?? id);
    words.push(t('rule.say_label', { list: joined(names) }));
  }
  if (c.verified) words.push(t('rule.say_verified'));
  if (c.waiting_minutes > 0) words.push(t('rule.say_waiting', { count: c.waiting_minutes }));
  if (c.hours) words.push(t(`rule.say_hours_${c.hours}`));
  return words;
}

export function ruleSentence(rule: RuleBody): string {
  const when = t(`occasion.${rule.occasion}`);
  const conditions = conditionWords(rule.conditions);
  const { actions } = rule;
  const then = actionWords({ ...actions, note: '' });
  if (actions.text_zh || actions.text_en) then.unshift(t('rule.say_text'));
  if (actions.note) then.push(t('rule.say_note'));
  if (actions.notify.length) {
    const names = actions.notify.map(id => (id === 'assignee' ? t('rule.notify_assignee') : agentName(id)));
    then.push(t('rule.say_notify', { list: joined(names) }));
  }
  const only = conditions.length ? t('rule.say_if', { list: joined(conditions) }) : '';
  const what = then.length ? joined(then) : t('rule.nothing');
  return when + only + t('rule.say_then', { list: what });
}
