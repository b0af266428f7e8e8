// Where updates wait until a bot has them: getUpdates with its offsets, or calls to its webhook,
// one at a time for each chat. Follows telegram-bot-api (Client.cpp, WebhookActor.cpp).

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export class Updates {
  /** `second`: how many milliseconds one of Telegram's seconds takes here. */
  constructor(second) {
    this.second = second;
    this.pending = [];
    this.next = 1000;
    this.poll = null;
    this.webhook = null;
    this.copies = 1;
    this.lastError = null;
    this.calls = [];
    this.queues = new Map();
    this.stopped = false;
  }

  /** `chat`: what comes from one chat comes in order. */
  add(chat, fields) {
    const update = { update_id: this.next++, ...fields };
    this.pending.push({ update, chat });
    if (this.webhook) this.deliver(chat);
    else this.poll?.wake();
    return update.update_id;
  }

  unconfirmed() {
    return this.pending.map((one) => one.update);
  }

  // -- getUpdates ---------------------------------------------------------------------------------

  async get({ offset = 0, limit = 100, timeout = 0 }, left) {
    const conflict = (what) => ({ code: 409, says: `Conflict: ${what}` });
    if (this.webhook)
      throw conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
    this.poll?.end(conflict("terminated by other getUpdates request; make sure that only one bot instance is running"));
    if (offset < 0) this.pending = this.pending.slice(offset);
    else this.pending = this.pending.filter((one) => one.update.update_id >= offset);
    if (this.pending.length === 0 && timeout > 0) await this.wait(Math.min(timeout, 50) * this.second, left);
    return this.unconfirmed().slice(0, Math.min(Math.max(limit, 1), 100));
  }

  wait(ms, left) {
    return new Promise((resolve, reject) => {
      const settle = (act) => (value) => {
        clearTimeout(timer);
        if (this.poll === poll) this.poll = null;
        act(value);
      };
      const poll = { wake: settle(resolve), end: settle(reject) };
      const timer = setTimeout(poll.wake, ms);
      left.then(poll.wake);
      this.poll = poll;
    });
  }

  // -- webhook ------------------------------------------------------------------------------------

  set(webhook) {
    this.webhook = webhook;
    this.poll?.end({ code: 409, says: "Conflict: terminated by setWebhook request" });
    if (webhook) for (const { chat } of this.pending) this.deliver(chat);
  }

  deliver(chat) {
    if (this.queues.has(chat)) return;
    this.queues.set(chat, this.drain(chat).finally(() => this.queues.delete(chat)));
  }

  async drain(chat) {
    let failures = 0;
    while (this.webhook && !this.stopped) {
      const first = this.pending.find((one) => one.chat === chat);
      if (!first) return;
      let done = true;
      let retryAfter = 0;
      for (let i = 0; i < this.copies; i++) {
        const said = await this.call(first.update);
        done &&= said.ok;
        retryAfter = said.retryAfter;
      }
      if (done) {
        this.pending = this.pending.filter((one) => one !== first);
        failures = 0;
        continue;
      }
      failures += 1;
      const seconds = retryAfter || (failures === 1 ? 0.05 : Math.min(2 ** (failures - 1), 60));
      await sleep(Math.min(seconds, 3600) * this.second);
    }
  }

  async call(update) {
    const headers = { "content-type": "application/json" };
    const { secret, url } = this.webhook;
    if (secret) headers["x-telegram-bot-api-secret-token"] = secret;
    try {
      const reply = await fetch(url, {
        method: "POST", headers, body: JSON.stringify(update), redirect: "manual", signal: AbortSignal.timeout(60 * this.second) });
      await reply.arrayBuffer();
      this.calls.push({ status: reply.status, update });
      if (reply.ok) return { ok: true, retryAfter: 0 };
      this.lastError = `Wrong response from the webhook: ${reply.status}`;
      return { ok: false, retryAfter: Number(reply.headers.get("retry-after") ?? 0) };
    } catch (error) {
      this.calls.push({ status: 0, update });
      this.lastError = `Connection failed: ${error.name}`;
      return { ok: false, retryAfter: 0 };
    }
  }

  stop() {
    this.stopped = true;
    this.webhook = null;
    this.poll?.wake();
  }
}
