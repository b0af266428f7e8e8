// What doors are called.

import type { ChannelKind, Door, Id, Words } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { signal } from '@preact/signals';

/** The kinds of doors that this server has; undefined until somebody asks. */
export const channelKinds = signal<readonly ChannelKind[] | undefined>(undefined);

/** The door that an answer goes by: the chosen one, else the one he wrote by last. */
export function doorFor(list: readonly Door[] | undefined, via: Id | undefined): Door | undefined {
  return list?.find(door => door.thread === via) ?? list?.find(door => door.current) ?? list?.[0];
}

const names: Record<string, Words> = {
  app: { en: 'App', zh: '应用' },
  email: { en: 'E-mail', zh: '邮件' },
  form: { en: 'Feedback form', zh: '反馈表单' },
  telegram: { en: 'Telegram', zh: 'Telegram' },
  web: { en: 'Website', zh: '网站' },
  wechat: { en: 'WeChat', zh: '微信公众号' },
  wecom: { en: 'WeChat customer service', zh: '微信客服' },
  weibo: { en: 'Weibo', zh: '微博' },
};

export function said(words: Words): string {
  return locale.value === 'en' ? words.en || words.zh : words.zh || words.en;
}

/** What people call a kind of door. */
export function kindName(kind: string): string {
  const known = names[kind] ?? channelKinds.value?.find(entry => entry.kind === kind)?.name;
  return known ? said(known) : kind;
}
