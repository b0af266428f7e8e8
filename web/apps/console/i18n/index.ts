import { dictionary } from '@keydesk/ui/i18n';
import { diagnosisEn, diagnosisZh } from './diagnosis';
import { en } from './en';
import { zh } from './zh';

export const t = dictionary({ ...zh, ...diagnosisZh }, { ...en, ...diagnosisEn });
export type Key = Parameters<typeof t>[0];
