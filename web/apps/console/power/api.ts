import { makePowerApi } from '@keydesk/client/index';
import { http } from '../state/session';

export const power = makePowerApi(http);
