// What the customer has pressed send on and the desk has not yet acknowledged. A message enters before
// anything goes out and leaves only with its ack (or its own event), so a reload, a cut or a crash in
// between costs nothing, and the client id makes a repetition harmless.
import type { Ack, NackCode, SendFrame } from '@keydesk/wire/frames';
import type { Vault } from './vault';

export interface Waiting {
  cmid: string;
  body: string;
  at: number;
  att?: { fid: string; name: string; size: number; type: string; image?: { w: number; h: number } }[];
  declared?: 'tx_hash';
  /** Why the desk refused it for good; such a one waits for the customer, not for the network. */
  failed?: NackCode;
  detail?: string;
}

const KEY = 'outbox';

export class Outbox {
  private items: Waiting[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly vault: Vault,
    private readonly changed: (items: readonly Waiting[]) => void = () => {},
  ) {}

  get all(): readonly Waiting[] {
    return this.items;
  }

  /** Reads what is kept; also called when another tab says it has changed something. */
  async load(): Promise<void> {
    this.items = (await this.vault.get<Waiting[]>(KEY)) ?? [];
    this.changed(this.items);
  }

  /** Resolves once the message is safely kept: only then may the composer be emptied. */
  async add(item: Waiting): Promise<void> {
    await this.change(items => (items.some(i => i.cmid === item.cmid) ? items : [...items, item]));
  }

  async settle(cmid: string): Promise<void> {
    if (!this.items.some(i => i.cmid === cmid)) return;
    await this.change(items => items.filter(i => i.cmid !== cmid));
  }

  async fail(cmid: string, code: NackCode, detail?: string): Promise<void> {
    await this.change(items => items.map(i => (i.cmid === cmid ? { ...i, failed: code, detail } : i)));
  }

  /** Tries again under a new client id: the old one may stand for other content. */
  async renew(cmid: string, fresh: string): Promise<void> {
    await this.change(items =>
      items.map(i => (i.cmid === cmid ? { ...i, cmid: fresh, failed: undefined, detail: undefined } : i)),
    );
  }

  /** Everything that is still to be sent, in the order it was written. */
  frames(): SendFrame[] {
    return this.items
      .filter(i => !i.failed)
      .map(i => ({
        t: 'send',
        cmid: i.cmid,
        kind: 'text',
        body: i.body,
        ...(i.att?.length ? { att: i.att.map(a => a.fid) } : {}),
        ...(i.declared ? { declared: i.declared } : {}),
      }));
  }

  /** One change after the other, each on the freshest kept state: two tabs may share the vault. */
  private change(act: (items: Waiting[]) => Waiting[]): Promise<void> {
    const step = this.writing.then(async () => {
      await exclusively(async () => {
        const kept = (await this.vault.get<Waiting[]>(KEY)) ?? this.items;
        this.items = act(kept);
        await this.vault.set(KEY, this.items);
      });
      this.changed(this.items);
    });
    this.writing = step.catch(() => {});
    return step;
  }
}

async function exclusively(act: () => Promise<void>): Promise<void> {
  if (typeof navigator !== 'undefined' && navigator.locks) {
    try {
      await navigator.locks.request('keydesk-outbox-write', act);
      return;
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'SecurityError') throw error;
    }
  }
  await act();
}

/** What an acknowledgement says the stored message is: the desk may have removed a secret from it. */
export function stored(item: Waiting, ack: Ack): { body: string; redacted?: string[] } {
  return ack.redacted?.length
    ? { body: ack.body ?? item.body, redacted: ack.redacted.map(r => r.kind) }
    : { body: ack.body ?? item.body };
}
