import { dictionary } from '@keydesk/ui/i18n';
import { boardEn, boardZh } from './board';
import { diagnosisEn, diagnosisZh } from './diagnosis';
import { doorsEn } from './doors-en';
import { doorsZh } from './doors-zh';
import { en } from './en';
import { faultsEn, faultsZh } from './faults';
import { playbooksEn, playbooksZh } from './playbooks';
import { powerEn, powerZh } from './power';
import { queueEn, queueZh } from './queue';
import { settingsEn, settingsZh } from './settings';
import { zh } from './zh';

export const t = dictionary(
  {
    ...zh,
    ...boardZh,
    ...diagnosisZh,
    ...doorsZh,
    ...faultsZh,
    ...playbooksZh,
    ...powerZh,
    ...queueZh,
    ...settingsZh,
  },
  {
    ...en,
    ...boardEn,
    ...diagnosisEn,
    ...doorsEn,
    ...faultsEn,
    ...playbooksEn,
    ...powerEn,
    ...queueEn,
    ...settingsEn,
  },
);
export type Key = Parameters<typeof t>[0];
