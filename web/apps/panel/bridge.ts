// The panel's end of the MessagePort to the loader in the host page. The first message names the port;
// everything later goes through it, so no other frame can speak to us.
export type FromLoader =
  | { t: 'open' }
  | { t: 'hide' }
  | { t: 'locale'; locale: string }
  | { t: 'identify'; jwt: string }
  | { t: 'page'; url: string; title: string }
  | { t: 'kv'; id: number; value: string | null };

export type ToLoader =
  | { t: 'ready' }
  | { t: 'close' }
  | { t: 'unread'; n: number }
  | { t: 'talking'; on: boolean }
  | { t: 'kv'; id: number; op: 'get' | 'set' | 'del'; key: string; value?: string };

export class Bridge {
  private port: MessagePort | undefined;
  private waiting: ToLoader[] = [];
  private asked = new Map<number, (value: string | null) => void>();
  private next = 1;
  private found: () => void = () => {};
  /** Settles when the loader has introduced itself, or after two seconds without one. */
  readonly introduced: Promise<boolean>;
  readonly framed = window.parent !== window;

  constructor(private readonly hear: (message: FromLoader) => void) {
    this.introduced = new Promise(resolve => {
      this.found = () => resolve(true);
      setTimeout(() => resolve(false), this.framed ? 2000 : 0);
    });
    addEventListener('message', event => {
      if (event.source !== window.parent || event.data !== 'keydesk' || !event.ports[0] || this.port) return;
      this.port = event.ports[0];
      this.port.onmessage = message => this.received(message.data as FromLoader);
      for (const message of this.waiting.splice(0)) this.port.postMessage(message);
      this.found();
    });
  }

  tell(message: ToLoader): void {
    if (this.port) this.port.postMessage(message);
    else if (this.framed) this.waiting.push(message);
  }

  /** First-party storage of the host page, for when the browser denies the frame its own. */
  async keep(op: 'get' | 'set' | 'del', key: string, value?: string): Promise<string | null> {
    if (!(await this.introduced)) return null;
    const id = this.next++;
    return new Promise(resolve => {
      this.asked.set(id, resolve);
      this.tell({ t: 'kv', id, op, key, value });
      setTimeout(() => this.answer(id, null), 2000);
    });
  }

  private received(message: FromLoader): void {
    if (message.t === 'kv') this.answer(message.id, message.value);
    else this.hear(message);
  }

  private answer(id: number, value: string | null): void {
    this.asked.get(id)?.(value);
    this.asked.delete(id);
  }
}
