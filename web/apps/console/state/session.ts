// Who is logged in, and the one connection to the server.

import { type Me, makeApi, makeHttp, type Workspace } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { computed, effect, signal } from '@preact/signals';
import { go, route } from '../lib/router';

export const http = makeHttp();
export const api = makeApi(http);

effect(() => {
  http.language = locale.value;
});

export type Phase = 'starting' | 'out' | 'in' | 'failed';

export const phase = signal<Phase>('starting');
export const me = signal<Me | undefined>(undefined);
export const workspace = signal<Workspace>({ name: 'Keydesk' });
export const myId = computed(() => me.value?.id ?? '');
export const isAdmin = computed(() => me.value?.role === 'admin');
export const isLead = computed(() => me.value?.role === 'admin' || me.value?.role === 'lead');

/** Where to go after the log-in that interrupted somebody. */
let wanted = '';

export function admitted(answer: { me: Me; workspace?: Workspace }): void {
  me.value = answer.me;
  if (answer.workspace) workspace.value = answer.workspace;
  phase.value = 'in';
  const at = route.value.page;
  if (at === 'login' || at === 'invite') go(wanted || '/', { replace: true });
  wanted = '';
}

export function sessionLost(): void {
  if (phase.value === 'out') return;
  if (route.value.page !== 'login' && route.value.page !== 'invite') {
    wanted = location.pathname.slice('/console'.length) + location.search;
  }
  me.value = undefined;
  phase.value = 'out';
  if (route.value.page !== 'invite') go('/login', { replace: true });
}

export async function startSession(): Promise<void> {
  http.onSessionLost = sessionLost;
  phase.value = 'starting';
  try {
    admitted(await api.me());
  } catch (failure) {
    if ((failure as { status?: number }).status === 401) sessionLost();
    else phase.value = 'failed';
  }
}

export async function logOut(): Promise<void> {
  await api.logout().catch(() => undefined);
  wanted = '';
  sessionLost();
}
