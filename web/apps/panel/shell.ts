// What the panel knows about where it stands: the inbox's public face, the host page, sound, being seen.

import { type Locale, locale, localeFrom } from '@keydesk/ui/i18n';
import { effect, signal } from '@preact/signals';
import { Bridge, type FromLoader } from './bridge';
import type { Vault } from './store/vault';

export interface Face {
  name: string;
  color?: string;
  greeting?: { zh?: string; en?: string; 'zh-CN'?: string };
  verify_url?: string;
  closed?: boolean;
  /** Other doors that a conversation can go on by. */
  doors?: OtherDoor[];
}

export interface OtherDoor {
  /** The key of its inbox. */
  inbox: string;
  kind: string;
  name: { en: string; zh: string };
  url: string;
}

export const inbox = new URLSearchParams(location.search).get('inbox') ?? '';
export const face = signal<Face>({ name: '' });
/** Whether the customer can see the panel: opened in the page, and the page in front. */
export const shown = signal(window.parent === window);
export const visible = signal(document.visibilityState === 'visible');
export const sound = signal(true);
export const touch = matchMedia('(pointer: coarse)').matches;

type Hearer = (message: FromLoader) => void;
let hearer: Hearer | undefined;
const early: FromLoader[] = [];
export const bridge = new Bridge(message => {
  if (message.t === 'open') shown.value = true;
  else if (message.t === 'hide') shown.value = false;
  else if (message.t === 'locale') locale.value = localeFrom(message.locale);
  else if (hearer) hearer(message);
  else early.push(message);
});

/** Who wants the rest of what the loader says, also what it said before somebody listened. */
export function hearLoader(next: Hearer): void {
  hearer = next;
  for (const message of early.splice(0)) next(message);
}

export async function setUp(vault: Vault): Promise<void> {
  const asked = new URLSearchParams(location.search).get('lang');
  locale.value = (await vault.get<Locale>('locale')) ?? localeFrom(asked, navigator.language);
  sound.value = (await vault.get<boolean>('sound')) ?? true;
  document.addEventListener('visibilitychange', () => {
    visible.value = document.visibilityState === 'visible';
  });
  effect(() => {
    document.documentElement.lang = locale.value;
  });
  void loadFace();
}

async function loadFace(): Promise<void> {
  try {
    const response = await fetch(`/chat/v1/inbox?inbox=${encodeURIComponent(inbox)}`);
    if (!response.ok) return;
    const said = (await response.json()) as Face;
    face.value = said;
    if (said.color) paint(said.color);
  } catch {
    // The panel works without its colours.
  }
}

const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
const linear = (c: number) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);

export function whiteContrast(hex: string): number {
  const [r, g, b] = [1, 3, 5].map(at => linear(channel(hex, at)));
  return 1.05 / (0.2126 * r! + 0.7152 * g! + 0.0722 * b! + 0.05);
}

export function darker(hex: string, by: number): string {
  const part = (at: number) =>
    Math.round(channel(hex, at) * 255 * by)
      .toString(16)
      .padStart(2, '0');
  return `#${part(1)}${part(3)}${part(5)}`;
}

/** The brand's colour, darkened until white text on it can be read. */
function paint(color: string): void {
  if (!/^#[0-9a-f]{6}$/i.test(color)) return;
  let fit = color;
  while (whiteContrast(fit) < 4.6) fit = darker(fit, 0.93);
  const { style } = document.documentElement;
  style.setProperty('--own', fit);
  style.setProperty('--own-strong', darker(fit, 0.72));
}

let audio: AudioContext | undefined;
/** Two soft notes; silent when the browser has not been touched yet or the customer turned it off. */
export function chime(): void {
  if (!sound.peek()) return;
  try {
    audio ??= new AudioContext();
    const begin = audio.currentTime;
    for (const [i, pitch] of [660, 880].entries()) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, begin + i * 0.12);
      volume.gain.exponentialRampToValueAtTime(0.08, begin + i * 0.12 + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, begin + i * 0.12 + 0.3);
      tone.connect(volume).connect(audio.destination);
      tone.start(begin + i * 0.12);
      tone.stop(begin + i * 0.12 + 0.32);
    }
  } catch {
    // No sound is no loss.
  }
}
