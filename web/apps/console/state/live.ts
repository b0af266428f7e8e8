// From the socket into the stores. The socket is a hint, the server's answers are the truth: after a
// cut that could not be resumed, what is on screen is loaded again.

import {
  type DoorHealth,
  LiveSocket,
  type LiveState,
  type Reads,
  type ServerFrame,
} from '@keydesk/client/index';
import { batch, effect, signal } from '@preact/signals';
import { loadOffer } from '../assistant/state';
import { route } from '../lib/router';
import { countSoon, loadPower, powerMoved } from '../power/state';
import { loadIncidents } from '../queue/state';
import { setServerTime } from './clock';
import { applyConv, counts, hideConv, isBehind, loadCounts, refreshLists } from './convs';
import { doorsMoved, health, loadHealth } from './doors';
import { currentFilter } from './here';
import { loadAllMeta, loadMeta, onlineAgents } from './meta';
import { announce } from './notify';
import { http, myId, phase, sessionLost } from './session';
import { edit, withDeliveries } from './thread-model';
import { applyMessage, change, refreshThreads, setWriting } from './threads';

export const liveState = signal<LiveState>('idle');
export const browserOnline = signal(navigator.onLine);

let welcomed = false;

export const live = new LiveSocket({
  url: `${location.origin.replace(/^http/, 'ws')}/api/v1/ws`,
  csrf: () => http.csrf,
  onFrame: frame => batch(() => receiveFrame(frame)),
  onState: state => {
    liveState.value = state;
  },
  onDenied: sessionLost,
});

function receiveFrame(frame: ServerFrame): void {
  switch (frame.t) {
    case 'welcome':
      setServerTime(frame.now);
      onlineAgents.value = new Set(frame.online);
      catchUp(welcomed ? frame.resumed : !isBehind(currentFilter.peek(), frame.change));
      welcomed = true;
      break;
    case 'conv':
      if (frame.hidden) hideConv(frame.conv.id);
      else applyConv(frame.conv);
      if (frame.m) {
        applyMessage(frame.m);
        announce(frame.conv, frame.m);
        if (frame.m.kind !== 'note') doorsMoved(frame.conv.id);
      }
      break;
    case 'delivery':
      change(frame.conversation, thread => withDeliveries(thread, frame.message, frame.deliveries));
      doorsMoved(frame.conversation);
      break;
    case 'health':
      applyHealth(frame.items);
      break;
    case 'edit':
      change(frame.conversation, thread => edit(thread, frame.id, frame.body, frame.redacted));
      break;
    case 'typing':
      if (frame.who === 'customer') setWriting(frame.conversation, frame.on);
      break;
    case 'viewers':
      change(frame.conversation, thread => ({ ...thread, viewers: frame.viewers }));
      viewersByConv.value = new Map(viewersByConv.peek()).set(frame.conversation, frame.viewers);
      break;
    case 'reads':
      change(frame.conversation, thread => ({ ...thread, reads: readsAfter(thread.reads, frame) }));
      break;
    case 'online':
      onlineAgents.value = new Set(frame.agents);
      break;
    case 'incidents':
      void loadIncidents();
      break;
    case 'counts':
      counts.value = frame;
      countSoon();
      break;
    case 'saved_replies':
    case 'labels':
    case 'teams':
    case 'agents':
    case 'inboxes':
      void loadMeta(frame.t);
      if (frame.t === 'inboxes') {
        void loadHealth();
        doorsMoved();
      }
      break;
    case 'macros':
    case 'views':
    case 'notifications':
      powerMoved(frame.t);
      break;
    case 'assistant':
      loadOffer();
      break;
  }
}

function applyHealth(items: readonly DoorHealth[]): void {
  const before = health.peek();
  health.value = new Map(items.map(entry => [entry.inbox, entry]));
  doorsMoved();
  // Where customers find a door is known only once it works.
  const begins = (entry: DoorHealth) =>
    entry.state === 'working' && before.get(entry.inbox)?.state !== 'working';
  if (items.some(begins)) void loadMeta('inboxes');
}

/** Who looks at which conversation, for the avatars in the list. */
export const viewersByConv = signal<
  ReadonlyMap<string, readonly { agent: { id: string; name: string }; typing: boolean }[]>
>(new Map());

/**
 * Between what was loaded and the welcome something may have been said, on the first connection as
 * after a cut. A resume brings every conversation that has changed, but not what was said in it: the open one
 * loads its newest page in any case, the lists only when nothing could be resumed.
 */
function catchUp(listsAreWhole: boolean): void {
  const at = route.peek();
  refreshThreads(at.page === 'conversation' ? at.id : undefined);
  if (!listsAreWhole) refreshLists(currentFilter.peek());
}

function readsAfter(reads: Reads, frame: ServerFrame & { t: 'reads' }): Reads {
  const next = { ...reads };
  if (frame.mid) next[frame.by] = frame.mid;
  if (frame.got) next.got = frame.got;
  return next;
}

/** Runs while somebody is logged in; says to the others what this tab looks at. */
export function startLive(): void {
  effect(() => {
    if (phase.value !== 'in') {
      live.stop();
      welcomed = false;
      return;
    }
    myId.value;
    live.start();
    loadAllMeta();
    void loadCounts();
    void loadHealth();
    loadPower();
    void loadIncidents();
  });
  effect(() => {
    const at = route.value;
    live.view(at.page === 'conversation' ? at.id : null);
  });
  addEventListener('online', () => {
    browserOnline.value = true;
    live.hurry();
  });
  addEventListener('offline', () => {
    browserOnline.value = false;
  });
  document.addEventListener('visibilitychange', () => document.hidden || live.probe());
  // Out of the back-forward cache comes a page whose socket is long gone.
  addEventListener('pageshow', event => event.persisted && live.probe());
}
