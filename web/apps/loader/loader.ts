// Runs on the wallet's own page: a launcher in a closed shadow root, in the top layer, and the chat in a
// frame of our origin that is made only when it is wanted. Nothing is requested or stored before that.
// Every byte here is paid by every page view of the customer's site: keep it small.
import type { FromLoader, ToLoader } from '../panel/bridge';
import { css } from './look';

type Call = [name: string, ...args: unknown[]];
interface Api {
  open(): void;
  close(): void;
  toggle(): void;
  identify(jwt: string): void;
  setLocale(tag: string): void;
  onUnread(hear: (n: number) => void): () => void;
  ready: Promise<void>;
}

const script = document.currentScript as HTMLScriptElement | null;
const page = window as unknown as { Keydesk?: Partial<Api> & { q?: Call[] } };

function start(from: HTMLScriptElement): void {
  const base = new URL(from.src).origin;
  const data = from.dataset;
  const inbox = data.inbox || '';
  const prefix = `keydesk:${inbox}:`;
  const WORDS = {
    zh: ['打开客服对话', '关闭客服对话', '官方客服', '条未读消息'],
    en: ['Open support chat', 'Close support chat', 'Official support', 'unread messages'],
  };
  const tag = data.lang || document.documentElement.lang || navigator.language || '';
  let zh = /^(zh|cmn|yue)\b/i.test(tag);
  let words = zh ? WORDS.zh : WORDS.en;
  let isOpen = false;
  let count = 0;
  let port: MessagePort | undefined;
  let frame: HTMLIFrameElement | undefined;
  let jwt = '';
  const hearers = new Set<(n: number) => void>();
  const doc = document.documentElement;
  const narrow = matchMedia('(max-width:480px),(max-height:480px)');

  const host = document.createElement('keydesk-widget');
  const root = host.attachShadow({ mode: data.test === undefined ? 'closed' : 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const svg = (name: string, d: string) => {
    const ns = 'http://www.w3.org/2000/svg';
    const picture = document.createElementNS(ns, 'svg');
    const path = document.createElementNS(ns, 'path');
    picture.setAttribute('viewBox', '0 0 24 24');
    picture.setAttribute('aria-hidden', 'true');
    picture.setAttribute('class', name);
    path.setAttribute('d', d);
    picture.append(path);
    return picture;
  };
  const launcher = document.createElement('button');
  launcher.type = 'button';
  const badge = document.createElement('span');
  badge.hidden = true;
  launcher.append(
    svg(
      'c',
      'M20.5 11.6a8 8 0 0 1-11.7 7L4 20.2l1.6-4.6A8 8 0 1 1 20.5 11.6ZM8.6 11.6h.01M12.6 11.6h.01M16.6 11.6h.01',
    ),
    svg('x', 'M6 9.5l6 6 6-6'),
    badge,
  );
  root.append(launcher);

  const tell = (message: FromLoader) => port?.postMessage(message);
  const label = () => {
    const extra = count && !isOpen ? ` (${count} ${words[3]})` : '';
    launcher.setAttribute('aria-label', words[isOpen ? 1 : 0] + extra);
    launcher.setAttribute('aria-expanded', `${isOpen}`);
    launcher.className = isOpen ? 'open' : '';
    if (frame) frame.title = words[2]!;
    badge.hidden = !count || isOpen;
    badge.textContent = count > 99 ? '99+' : `${count}`;
  };
  const tellPage = () =>
    // Neither query nor fragment: they may carry what nobody meant to send.
    tell({ t: 'page', url: location.origin + location.pathname, title: document.title.slice(0, 200) });

  const keep = (message: Extract<ToLoader, { t: 'kv' }>) => {
    let value: string | null = null;
    try {
      const key = prefix + message.key;
      if (message.op === 'set') localStorage.setItem(key, message.value || '');
      else if (message.op === 'del') localStorage.removeItem(key);
      value = localStorage.getItem(key);
    } catch {}
    tell({ t: 'kv', id: message.id, value });
  };
  const hear = (message: ToLoader) => {
    if (message.t === 'kv') keep(message);
    else if (message.t === 'close') close();
    else if (message.t === 'unread') {
      count = message.n;
      label();
      for (const hearer of hearers) hearer(count);
    } else if (message.t === 'talking') {
      // So that the next page view knows there is something to show; never set before a conversation.
      try {
        if (message.on) localStorage.setItem(`${prefix}on`, '1');
        else localStorage.removeItem(`${prefix}on`);
      } catch {}
    }
  };

  const load = () => {
    if (frame) return;
    frame = document.createElement('iframe');
    frame.hidden = true;
    frame.allow = 'clipboard-write; autoplay';
    frame.src = `${base}/panel?inbox=${encodeURIComponent(inbox)}&lang=${zh ? 'zh-CN' : 'en'}`;
    frame.onload = () => {
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = event => hear(event.data as ToLoader);
      frame!.contentWindow!.postMessage('keydesk', base, [channel.port2]);
      if (jwt) tell({ t: 'identify', jwt });
      tellPage();
      if (isOpen) tell({ t: 'open' });
    };
    label();
    root.insertBefore(frame, launcher);
  };

  // On a phone the chat fills what the keyboard leaves, and the page behind it does not scroll.
  let overflow = '';
  const fit = () => {
    const view = window.visualViewport;
    if (!frame) return;
    const full = isOpen && narrow.matches && view;
    const { style } = frame;
    style.width = full ? `${view.width}px` : '';
    style.height = full ? `${view.height}px` : '';
    style.left = full ? `${view.offsetLeft}px` : '';
    style.top = full ? `${view.offsetTop}px` : '';
  };
  const lock = (on: boolean) => {
    if (on) {
      overflow = doc.style.overflow;
      doc.style.overflow = 'hidden';
    } else doc.style.overflow = overflow;
  };
  let locked = false;

  const show = (on: boolean) => {
    if (on) load();
    if (on === isOpen) return;
    isOpen = on;
    frame!.hidden = !on;
    if (on !== locked && (narrow.matches || locked)) {
      locked = on;
      lock(on);
    }
    fit();
    label();
    raise();
    tell({ t: on ? 'open' : 'hide' });
    if (on) frame!.focus();
    else launcher.focus();
  };
  const open = () => show(true);
  const close = () => frame && show(false);
  const toggle = () => show(!isOpen);
  launcher.onclick = toggle;
  window.visualViewport?.addEventListener('resize', fit);
  window.visualViewport?.addEventListener('scroll', fit);

  // The top layer: no transform, overflow or z-index of the page can move, clip or cover us; raised again
  // on opening, because whoever entered it last lies on top.
  const raise = () => {
    try {
      if (host.matches(':popover-open')) host.hidePopover();
      host.showPopover();
    } catch {}
  };

  const api: Api = {
    open,
    close,
    toggle,
    identify(token) {
      jwt = token;
      tell({ t: 'identify', jwt });
    },
    setLocale(next) {
      zh = /^(zh|cmn|yue)\b/i.test(next);
      words = zh ? WORDS.zh : WORDS.en;
      label();
      tell({ t: 'locale', locale: zh ? 'zh-CN' : 'en' });
    },
    onUnread(hearer) {
      hearers.add(hearer);
      return () => hearers.delete(hearer);
    },
    ready: new Promise(resolve => {
      const mount = () => {
        host.popover = 'manual';
        doc.append(host);
        label();
        raise();
        resolve();
        // A conversation from an earlier visit: look for an answer, but let the page finish first.
        try {
          if (localStorage.getItem(`${prefix}on`)) setTimeout(load, 2500);
        } catch {}
      };
      if (document.body) mount();
      else addEventListener('DOMContentLoaded', mount);
    }),
  };
  const queue = page.Keydesk?.q || [];
  page.Keydesk = api;
  for (const [name, ...args] of queue) (api[name as 'open'] as (...a: unknown[]) => void)?.(...args);
}

if (script && !page.Keydesk?.ready) start(script);
