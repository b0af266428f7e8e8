// A Telegram of the tests' own: the Bot API over HTTP, as telegram-bot-api's source has it, with
// people and groups that a test moves (telegram/world.mjs) and faults that it orders.
//
//   const telegram = await FakeTelegram.start();
//   const anna = telegram.world.user({ name: "Anna" });
//   telegram.world.says(anna, "hello");
//   await telegram.said(anna.id);       // what the bot has sent her
//
//   node tests/channels/fake_telegram.mjs [PORT]   a Telegram alone; POST /control/<what> moves it
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { readParams } from "./telegram/params.mjs";
import { Updates } from "./telegram/updates.mjs";
import { World, codePoints, entitiesOf, limits } from "./telegram/world.mjs";

export const TOKEN = "100000:TESTtokenOfAFakeTelegram-0123456789";
const refuse = (code, says, parameters) => {
  throw { code, says, parameters };
};

/** Of one chat: `burst` at once, then one every `seconds`. */
class Bucket {
  constructor(burst, seconds) {
    Object.assign(this, { burst, seconds, left: burst, at: Date.now() });
  }

  /** 0, or how many seconds to wait. */
  take(second) {
    const now = Date.now();
    this.left = Math.min(this.burst, this.left + (now - this.at) / (this.seconds * second));
    this.at = now;
    if (this.left >= 1) {
      this.left -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil((1 - this.left) * this.seconds));
  }
}

export class FakeTelegram {
  /** `second`: milliseconds that one of Telegram's own seconds takes (retries, long polls). */
  static async start({ port = 0, second = 1000, token = TOKEN, readsGroups = true, limited = false } = {}) {
    const fake = new FakeTelegram(second, token, readsGroups, limited);
    await new Promise((done, failed) => {
      fake.server.once("error", failed);
      fake.server.listen(port, "127.0.0.1", done);
    });
    fake.url = `http://127.0.0.1:${fake.server.address().port}`;
    return fake;
  }

  constructor(second, token, readsGroups, limited) {
    this.second = second;
    this.token = token;
    this.limited = limited;
    this.bot = { id: Number(token.split(":")[0]), is_bot: true, first_name: "MyWallet", username: "MyWalletBot" };
    this.readsGroups = readsGroups;
    this.updates = new Updates(second);
    this.world = new World(this.bot, this.updates, readsGroups);
    /** Every call: {method, params, at}. */
    this.calls = [];
    this.faults = [];
    this.buckets = new Map();
    this.callbacks = [];
    this.server = createServer((request, response) => this.serve(request, response).catch(() => response.destroy()));
  }

  stop() {
    this.updates.stop();
    this.server.close();
    this.server.closeAllConnections();
  }

  /** The next `times` calls of `method` fail: {code, says?, parameters?} | "hang" | "hang_after" |
   *  "500_after" (done all the same) | "late_after" (by 1.5 s) | "close" | "close_after" | "html". */
  fault(method, what, times = 1) {
    this.faults.push({ method: method.toLowerCase(), what, times });
  }

  /** Messages of the bot to a chat. */
  to(chat) {
    return this.world.sent.filter((one) => one.chat.id === chat);
  }

  /** Waits until `chat` has `count` messages of the bot, and returns them. */
  async said(chat, count = 1, ms = 15_000) {
    const end = Date.now() + ms;
    while (this.to(chat).length < count && Date.now() < end) await new Promise((done) => setTimeout(done, 20));
    return this.to(chat);
  }

  // -- HTTP ---------------------------------------------------------------------------------------

  async serve(request, response) {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const url = new URL(request.url, "http://x");
    const control = /^\/control\/(\w+)$/.exec(url.pathname);
    if (control) return this.control(control[1], body, response);
    const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname);
    if (file) return this.download(file[1], file[2], response);
    const call = /^\/bot([^/]+)\/(?:test\/)?(\w+)$/.exec(url.pathname);
    if (!call) return this.answer(response, { code: 404, says: "Not Found" });
    if (call[1] !== this.token) return this.answer(response, { code: 401, says: "Unauthorized: invalid token specified" });
    const method = call[2].toLowerCase();
    const params = readParams(request, url, body);
    this.calls.push({ method: call[2], params, at: Date.now() });
    const fault = this.takeFault(method);
    if (fault && !String(fault).endsWith("_after")) return this.fail(fault, response);
    const left = new Promise((done) => response.once("close", done));
    const said = await this.call(method, params, left).then((result) => ({ result }), (error) => error);
    if (said instanceof Error) said.code = 500;
    if (fault === "late_after") await new Promise((done) => setTimeout(done, 1500));
    else if (fault) return this.fail(fault, response);
    this.answer(response, said);
  }

  answer(response, { result, code, says, parameters }) {
    const ok = code === undefined;
    if (response.destroyed) return;
    response.statusCode = code ?? 200;
    response.setHeader("content-type", "application/json");
    if (parameters?.retry_after) response.setHeader("Retry-After", String(parameters.retry_after));
    response.end(JSON.stringify(ok ? { ok, result } : { ok, error_code: code, description: says ?? "x", ...(parameters && { parameters }) }));
  }

  takeFault(method) {
    const fault = this.faults.find((one) => one.method === method && one.times > 0);
    if (fault) fault.times -= 1;
    return fault?.what;
  }

  fail(what, response) {
    if (typeof what === "object") return this.answer(response, what);
    if (what.startsWith("hang")) return undefined;
    if (what.startsWith("close")) return response.destroy();
    if (what === "html") {
      response.statusCode = 502;
      return response.end("<html>Bad gateway</html>");
    }
    return this.answer(response, { code: 500, says: "Internal Server Error" });
  }

  download(token, path, response) {
    const file = [...this.world.files.values()].find((one) => one.path === path);
    if (token !== this.token || !file) {
      response.statusCode = 404;
      return response.end();
    }
    return response.end(file.bytes);
  }

  /** POST /control/user {"name":"Anna"} → what World.user returns; people and groups go by id. */
  control(what, body, response) {
    const { args = [] } = body.length ? JSON.parse(body.toString()) : {};
    const real = args.map((one) => this.world.users.get(one?.user) ?? this.world.chats.get(one?.chat) ?? one);
    const act = what === "sent" ? () => this.world.sent : what === "fault" ? this.fault.bind(this) : this.world[what]?.bind(this.world);
    const result = act ? act(...real) : null;
    const plain = result && { ...result, messages: undefined };
    response.end(JSON.stringify(Array.isArray(result) ? result : (plain ?? null)));
  }

  // -- methods ------------------------------------------------------------------------------------

  async call(method, params, left) {
    const act = this.methods[method];
    if (!act) refuse(404, "Not Found: method not found");
    return act.call(this, params, left);
  }

  pace(chat) {
    if (!this.limited) return;
    const bucket = this.buckets.get(chat) ?? (chat < 0 ? new Bucket(20, 3) : new Bucket(3, 1));
    this.buckets.set(chat, bucket);
    const seconds = bucket.take(this.second);
    if (seconds > 0) refuse(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
  }

  sendFile(params, field) {
    const file = params[field];
    const caption = params.caption;
    if (!file?.bytes) refuse(400, `Bad Request: there is no ${field} in the request`);
    if (file.bytes.length === 0) refuse(400, "Bad Request: file must be non-empty");
    if (caption && codePoints(caption) > limits.caption) refuse(400, "Bad Request: message caption is too long");
    if (file.bytes.length > limits.file) refuse(413, "Request Entity Too Large");
    const photo = field === "photo";
    const magic = file.bytes.subarray(0, 2).toString("hex");
    if (photo && (file.bytes.length > limits.photo || (magic !== "ffd8" && magic !== "8950")))
      refuse(400, "Bad Request: IMAGE_PROCESS_FAILED");
    const made = this.world.file(file.bytes, { folder: photo ? "photos" : "documents" });
    const fields = photo ? { photo: [{ ...made, width: 9, height: 9 }] } : { document: { ...made, file_name: file.file, mime_type: file.type } };
    this.pace(Number(params.chat_id));
    return this.world.receive(params, { ...fields, ...(caption && { caption }) });
  }

  methods = {
    async getme() {
      return {
        ...this.bot, can_join_groups: true, can_read_all_group_messages: this.readsGroups, supports_inline_queries: false,
        can_connect_to_business: false, has_main_web_app: false, has_topics_enabled: false, allows_users_to_create_topics: false,
        can_manage_bots: false, supports_guest_queries: false, supports_join_request_queries: false };
    },
    async getupdates(params, left) {
      return this.updates.get(params, left);
    },
    async setwebhook({ url = "", secret_token: secret, drop_pending_updates: drop }) {
      if (secret !== undefined && secret.length > 256) refuse(400, "Bad Request: secret token is too long");
      if (secret !== undefined && !/^[A-Za-z0-9_-]+$/.test(secret)) refuse(400, "Bad Request: secret token contains unallowed characters");
      if (url && !URL.canParse(url)) refuse(400, "Bad Request: invalid webhook URL specified");
      if (drop) this.updates.pending = [];
      this.updates.set(url ? { url, secret } : null);
      return true;
    },
    async deletewebhook() {
      this.updates.set(null);
      return true;
    },
    async getwebhookinfo() {
      const { webhook, pending, lastError } = this.updates;
      return {
        url: webhook?.url ?? "", has_custom_certificate: false, pending_update_count: pending.length,
        ...(lastError && { last_error_date: Math.floor(Date.now() / 1000), last_error_message: lastError }) };
    },
    async sendmessage(params) {
      const text = params.text ?? "";
      if (text.trim() === "") refuse(400, "Bad Request: message text is empty");
      if (codePoints(text) > limits.text) refuse(400, "Bad Request: message is too long");
      this.pace(Number(params.chat_id));
      const entities = entitiesOf(text);
      return this.world.receive(params, { text, ...(entities.length && { entities }) });
    },
    async sendphoto(params) {
      return this.sendFile(params, "photo");
    },
    async senddocument(params) {
      return this.sendFile(params, "document");
    },
    async sendchataction({ chat_id: chat }) {
      if (!this.world.chats.has(chat)) refuse(400, "Bad Request: chat not found");
      return true;
    },
    async answercallbackquery({ callback_query_id: id }) {
      this.callbacks.push(id);
      return true;
    },
    async getfile({ file_id: id }) {
      const file = this.world.files.get(id);
      if (!file) refuse(400, "Bad Request: wrong file_id or the file is temporarily unavailable");
      if (file.size > limits.fetch) refuse(400, "Bad Request: file is too big");
      return { file_id: id, file_unique_id: id.slice(0, 8), file_size: file.size, file_path: file.path };
    },
    async getchat({ chat_id: id }) {
      const chat = this.world.chats.get(id);
      if (!chat || chat.joined === false) refuse(400, "Bad Request: chat not found");
      return { ...chat.face, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: {} };
    },
    async leavechat({ chat_id: id }) {
      const chat = this.world.chats.get(id);
      if (!chat?.joined) refuse(403, "Forbidden: bot is not a member of the supergroup chat");
      chat.joined = false;
      return true;
    },
    async setmycommands() {
      return true;
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const fake = await FakeTelegram.start({ port: Number(process.argv[2] ?? 0) });
  console.log(fake.url, fake.token);
}
