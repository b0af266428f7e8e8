// Telegram for the table of faults: Telegram calls the desk.
import { createHmac } from 'node:crypto';
import TelegramRig from './telegram.mjs';

export default class TelegramWebhookRig extends TelegramRig {
  settings() {
    return { ...super.settings(), mode: 'webhook' };
  }

  /** As set_up tells it; there the desk would have to know its public address. */
  async inboxReady({ hookUrl, inbox }) {
    const secret = createHmac('sha256', this.fake.token)
      .update(`keydesk telegram webhook ${inbox.key}`).digest('base64url');
    this.fake.updates.set({ url: hookUrl, secret });
  }
}
