// Sound, desktop notification and the number in the title: for messages nobody here is looking at.

import type { Conv, Message } from '@keydesk/client/index';
import { computed, effect } from '@preact/signals';
import { t } from '../i18n/index';
import { go, route } from '../lib/router';
import { allConvs, convsVersion } from './convs';
import { notify, sound } from './prefs';
import { me, myId, phase, workspace } from './session';

/** Conversations with something unread that are mine or nobody's. */
export const unreadConversations = computed(() => {
  convsVersion.value;
  let count = 0;
  for (const entry of allConvs()) {
    const conv = entry.peek();
    if (conv.unread > 0 && conv.status === 'open' && concernsMe(conv)) count++;
  }
  return count;
});

function concernsMe(conv: Conv): boolean {
  return !conv.assignee || conv.assignee.id === myId.peek();
}

export function startNotify(): void {
  effect(() => {
    const count = phase.value === 'in' ? unreadConversations.value : 0;
    document.title =
      count > 0 ? `(${count}) ${workspace.value.name} · Keydesk` : `${workspace.value.name} · Keydesk`;
  });
  const unlock = () => void sounds();
  addEventListener('pointerdown', unlock, { once: true });
  addEventListener('keydown', unlock, { once: true });
}

/** A target of service that is mine runs out. */
function announceSla(conv: Conv, state: unknown): void {
  if (conv.assignee?.id !== myId.peek() || me.peek()?.availability === 'away') return;
  if (sound.peek()) chime();
  const text = t(state === 'breached' ? 'sla.notice_breached' : 'sla.notice_warning');
  if (notify.peek() && document.visibilityState === 'hidden') show(conv, text);
}

/** Called for every live message; most of them need no noise. */
export function announce(conv: Conv, message: Message): void {
  if (message.kind === 'event' && message.event?.what === 'sla') announceSla(conv, message.event.state);
  if (message.kind !== 'customer' || !concernsMe(conv) || me.peek()?.availability === 'away') return;
  const at = route.peek();
  const inSight = !document.hidden && document.hasFocus() && at.page === 'conversation' && at.id === conv.id;
  if (inSight) return;
  if (sound.peek()) chime();
  if (notify.peek() && document.visibilityState === 'hidden') show(conv, message.body);
}

function show(conv: Conv, text: string): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const shown = new Notification(conv.customer.name, {
    body: text.slice(0, 140) || t('notify.attachment'),
    tag: conv.id,
  });
  shown.onclick = () => {
    window.focus();
    go(`/c/${conv.id}`);
    shown.close();
  };
}

/** Only ever called from a click: browsers punish pages that ask unbidden, and rightly. */
export async function askForNotifications(): Promise<boolean> {
  if (!('Notification' in window)) return false;
  const answer = await Notification.requestPermission();
  notify.value = answer === 'granted';
  return notify.value;
}

let context: AudioContext | undefined;

/** Browsers let a page make a sound only after the first touch of it. */
function sounds(): AudioContext | undefined {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
  } catch {
    context = undefined;
  }
  return context;
}

/** Two soft notes; made here, so that no sound file travels. */
export function chime(): void {
  const audio = sounds();
  if (!audio) return;
  [660, 880].forEach((pitch, index) => {
    const from = audio.currentTime + index * 0.13;
    const tone = audio.createOscillator();
    const level = audio.createGain();
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0.0001, from);
    level.gain.exponentialRampToValueAtTime(0.09, from + 0.02);
    level.gain.exponentialRampToValueAtTime(0.0001, from + 0.26);
    tone.connect(level).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.3);
  });
}
