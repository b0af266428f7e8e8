// Asks the guard before anything is sent. No verdict within three seconds means no sending: the text
// stays where it was typed (fail closed), and the next try starts a fresh worker.
export interface Span {
  start: number;
  end: number;
  kind: string;
  uncertain: boolean;
}

/** In the message `index` of the context's `earlier`. */
export interface EarlierSpan extends Span {
  index: number;
}

export interface Findings {
  spans: Span[];
  redacted: string;
  earlier: EarlierSpan[];
}

export interface GuardContext {
  earlier: string[];
  agentSaid: string;
  locale: 'zh' | 'en';
  declaredHash: boolean;
}

export type Verdict = { state: 'clean' } | { state: 'unavailable' } | { state: 'found'; findings: Findings };

export interface GuardWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

const VERDICT_WITHIN_MS = 3000;

export class GuardClient {
  private worker: GuardWorker | undefined;
  private asked = new Map<number, (answer: Findings | null) => void>();
  private next = 1;

  constructor(
    private readonly start: () => GuardWorker,
    private readonly patience = VERDICT_WITHIN_MS,
  ) {}

  /** Starts the worker ahead of the first message, so that sending does not wait for the download. */
  warm(): void {
    if (this.worker) return;
    try {
      const worker = this.start();
      this.worker = worker;
      worker.onmessage = event => this.heard(event.data);
      worker.onerror = () => this.broken();
    } catch {
      this.worker = undefined;
    }
  }

  async check(text: string, context: GuardContext): Promise<Verdict> {
    this.warm();
    const worker = this.worker;
    if (!worker) return { state: 'unavailable' };
    const id = this.next++;
    const answer = await new Promise<Findings | null>(resolve => {
      const timer = setTimeout(() => {
        this.asked.delete(id);
        resolve(null);
        this.broken();
      }, this.patience);
      this.asked.set(id, found => {
        clearTimeout(timer);
        resolve(found);
      });
      worker.postMessage({ id, text, context });
    });
    if (answer === null) return { state: 'unavailable' };
    return answer.spans.length || answer.earlier.length
      ? { state: 'found', findings: answer }
      : { state: 'clean' };
  }

  private heard(data: { ready?: boolean; id?: number; answer?: Findings | null }): void {
    if (data.ready === false) this.broken();
    if (data.id === undefined) return;
    const settle = this.asked.get(data.id);
    this.asked.delete(data.id);
    settle?.(data.answer ?? null);
  }

  /** A worker that failed or hangs is thrown away; everybody who waits for it is told "no verdict". */
  private broken(): void {
    this.worker?.terminate();
    this.worker = undefined;
    const waiting = [...this.asked.values()];
    this.asked.clear();
    for (const settle of waiting) settle(null);
  }
}

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): unknown;
  };
}

/** The page's policy allows exactly one script address: the worker's. */
export function guardWorker(): GuardWorker {
  const factory = (window as unknown as { trustedTypes?: PolicyFactory }).trustedTypes;
  let url: unknown = GUARD_WORKER_URL;
  if (factory) {
    policy ??= factory.createPolicy('keydesk', {
      createScriptURL(asked) {
        if (asked !== GUARD_WORKER_URL) throw new TypeError('not our worker');
        return asked;
      },
    });
    url = policy.createScriptURL(GUARD_WORKER_URL);
  }
  const worker = new Worker(url as string, { type: 'module', name: 'guard' });
  worker.postMessage({ load: GUARD_WASM_URL, full: GUARD_FULL_URL, lists: GUARD_LISTS_URL });
  return worker as unknown as GuardWorker;
}
let policy: { createScriptURL(url: string): unknown } | undefined;
