// Files of a form go up once there is a visitor for them: the chat door's own uploads, over its POSTs.
import { locale } from '@keydesk/ui/i18n';
import type { ClientFrame, ServerFrame } from '@keydesk/wire/frames';
import type { GuardClient } from '../panel/guard';
import { certain } from '../panel/store/desk';
import { Uploads } from '../panel/store/uploads';

const PATIENCE_MS = 120_000;

export class Attachments {
  readonly uploads: Uploads;
  private token: string | undefined;
  private inbox = '';

  constructor(private readonly guard: GuardClient) {
    this.uploads = new Uploads({
      send: frame => {
        if (!this.token) return false;
        void this.command(frame);
        return true;
      },
      token: () => this.token,
      address: url => `${url}?inbox=${encodeURIComponent(this.inbox)}`,
      cleared: file => this.cleared(file),
    });
  }

  /** Sends what was attached as a second message. False: something of it did not go. */
  async deliver(inbox: string, token: string): Promise<boolean> {
    this.inbox = inbox;
    this.token = token;
    if (this.uploads.items.peek().length === 0) return true;
    this.uploads.resume();
    const until = Date.now() + PATIENCE_MS;
    while (this.uploads.busy && Date.now() < until) await new Promise(r => setTimeout(r, 120));
    const items = this.uploads.items.peek();
    const done = items.filter(u => u.state === 'done' && u.fid);
    if (done.length === 0) return false;
    const sent = await this.command({
      t: 'send',
      cmid: crypto.randomUUID(),
      kind: 'text',
      body: '',
      att: done.map(u => u.fid!),
    } as ClientFrame);
    return sent && done.length === items.length;
  }

  /** True when nothing of it was refused. */
  private async command(frame: ClientFrame): Promise<boolean> {
    const response = await fetch(`/chat/v1/cmd?inbox=${encodeURIComponent(this.inbox)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.token}` },
      body: JSON.stringify([frame]),
    }).catch(() => undefined);
    if (!response?.ok) return false;
    const { frames } = (await response.json()) as { frames: ServerFrame[] };
    let good = true;
    for (const answer of frames) {
      if (answer.t === 'up') this.uploads.granted(answer);
      if (answer.t === 'nack') {
        good = false;
        this.uploads.refused(answer);
      }
    }
    return good;
  }

  private async cleared(file: File): Promise<'clean' | 'found' | 'unavailable'> {
    const text = await file.text();
    for (let at = 0; at < Math.max(1, text.length); at += 7500) {
      const verdict = await this.guard.check(text.slice(Math.max(0, at - 500), at + 7500), {
        earlier: [],
        agentSaid: '',
        locale: locale.peek() === 'en' ? 'en' : 'zh',
        declaredHash: false,
      });
      if (verdict.state === 'unavailable') return 'unavailable';
      if (verdict.state === 'found' && certain(verdict.findings)) return 'found';
    }
    return 'clean';
  }
}
