// Client-side routes under /console. The address is a signal; links are plain anchors.

import { computed, signal } from '@preact/signals';

export type Route =
  | { page: 'inbox'; view: string }
  | { page: 'conversation'; id: string }
  | { page: 'search' }
  | { page: 'queue' }
  | { page: 'reports' }
  | { page: 'settings'; tab: string }
  | { page: 'login' }
  | { page: 'invite'; token: string };

export const root = '/console';

const here = signal(location.pathname + location.search);

export const route = computed<Route>(() => parseRoute(here.value));
export const query = computed(() => new URLSearchParams(here.value.split('?')[1] ?? ''));

export function parseRoute(address: string): Route {
  const path = (address.split('?')[0] ?? '').slice(root.length);
  const [page = '', rest = ''] = path.split('/').filter(Boolean).map(safeDecode);
  switch (page) {
    case 'c':
      return rest ? { page: 'conversation', id: rest } : { page: 'inbox', view: '' };
    case 'search':
      return { page: 'search' };
    case 'queue':
      return { page: 'queue' };
    case 'reports':
      return { page: 'reports' };
    case 'settings':
      return { page: 'settings', tab: rest };
    case 'login':
      return { page: 'login' };
    case 'invite':
      return { page: 'invite', token: rest };
    default:
      return { page: 'inbox', view: rest };
  }
}

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function go(path: string, options: { replace?: boolean } = {}): void {
  const address = root + path;
  if (address === location.pathname + location.search) return;
  if (options.replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  here.value = address;
}

export function backOr(path: string): void {
  if (history.length > 1 && document.referrer.startsWith(location.origin + root)) history.back();
  else go(path);
}

/** For onClick of an anchor: navigate here unless the user asked for a new tab. */
export function follow(event: MouseEvent): void {
  const anchor = event.currentTarget as HTMLAnchorElement;
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(anchor.pathname.slice(root.length) + anchor.search);
}

export function startRouter(): void {
  addEventListener('popstate', () => {
    here.value = location.pathname + location.search;
  });
}
