import { dictionary } from '@keydesk/ui/i18n';
import { en } from './en';
import { zh } from './zh';

export const t = dictionary(zh, en);
export type Key = Parameters<typeof t>[0];
