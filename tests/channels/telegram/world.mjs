// People, groups and topics of a Telegram of the tests' own, and what they do.
import { randomBytes } from "node:crypto";

const codePoints = (text) => [...text].length;

/** Entities as Telegram's servers find them; a mention wants a word's boundary before it. */
export function entitiesOf(text) {
  const found = [];
  const add = (type, regex) => {
    for (const match of text.matchAll(regex)) {
      const [whole, word] = match;
      found.push({ type, offset: match.index + whole.length - word.length, length: word.length });
    }
  };
  add("mention", /(?:^|[^\p{L}\p{N}_@/])(@[A-Za-z0-9_]{3,32})(?![\p{L}\p{N}_])/gu);
  add("bot_command", /(?:^|[^\p{L}\p{N}_/<>])(\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\p{L}\p{N}_/@])/gu);
  add("url", /(?:^|\s)(https?:\/\/[^\s]+)/gu);
  return found.sort((a, b) => a.offset - b.offset);
}

export class World {
  constructor(bot, updates, readsGroups) {
    this.bot = bot;
    this.readsGroups = readsGroups;
    this.updates = updates;
    this.users = new Map();
    this.chats = new Map();
    this.files = new Map();
    /** What the bot sent, in order. */
    this.sent = [];
    this.nextUser = 500_000_000;
    this.album = 100;
  }

  // -- who there is -------------------------------------------------------------------------------

  user({ name = "Anna", username, language = "en" } = {}) {
    const id = this.nextUser++;
    const face = { id, is_bot: false, first_name: name, ...(username && { username }), language_code: language };
    const user = { id, face, started: false, blocked: false };
    this.users.set(id, user);
    this.chats.set(id, { id, type: "private", messages: new Map(), next: 1, face: { id, type: "private", first_name: name } });
    return user;
  }

  group({ title = "Users", supergroup = true, forum = false, joined = true } = {}) {
    const id = (supergroup ? -1_000_000_000_000 : 0) - Math.floor(Math.random() * 1e9) - 1;
    const type = supergroup ? "supergroup" : "group";
    const face = { id, type, title, ...(forum && { is_forum: true }) };
    const group = { id, type, face, forum, joined: false, topics: new Set(), messages: new Map(), next: 2, movedTo: 0 };
    this.chats.set(id, group);
    if (joined) this.adds(group, this.user({ name: "Owner" }));
    return group;
  }

  topic(group) {
    const id = group.next++;
    group.topics.add(id);
    return id;
  }

  // -- what they do -------------------------------------------------------------------------------

  message(chat, user, fields, { topic, replyTo } = {}) {
    const message = { message_id: chat.next++, date: Math.floor(Date.now() / 1000), chat: chat.face, from: user.face, ...fields };
    if (topic) Object.assign(message, { message_thread_id: topic, is_topic_message: true });
    if (replyTo) {
      const { reply_to_message: _, ...replied } = replyTo;
      message.reply_to_message = replied;
    }
    chat.messages.set(message.message_id, message);
    if (this.hears(chat, message)) this.updates.add(chat.id, { message });
    return message;
  }

  /** With privacy mode on, a bot in a group hears little: no mention, whatever is said of it. */
  hears(chat, message) {
    if (chat.type === "private") return true;
    if (!chat.joined) return false;
    if (this.readsGroups) return true;
    const text = message.text ?? message.caption ?? "";
    const ours = `@${this.bot.username}`.toLowerCase();
    const command = (message.entities ?? []).some(
      (one) => one.type === "bot_command" && text.slice(one.offset, one.offset + one.length).toLowerCase().endsWith(ours));
    return command || message.reply_to_message?.from?.id === this.bot.id || message.migrate_to_chat_id !== undefined;
  }

  chatOf(where, user) {
    if (where === undefined) return this.chats.get(user.id);
    return where;
  }

  says(user, text, { in: where, ...more } = {}) {
    const chat = this.chatOf(where, user);
    if (chat.type === "private") user.started = true;
    const entities = entitiesOf(text);
    return this.message(chat, user, { text, ...(entities.length && { entities }) }, more);
  }

  edits(user, message, text) {
    const chat = this.chats.get(message.chat.id);
    const edited = { ...message, text, edit_date: message.date + 1 };
    chat.messages.set(message.message_id, edited);
    this.updates.add(chat.id, { edited_message: edited });
  }

  start(user, token) {
    user.blocked = false;
    return this.says(user, token ? `/start ${token}` : "/start");
  }

  /** The customer presses the button under a message of the bot's that leads to a private chat. */
  follows(user, sent) {
    const url = new URL(sent.reply_markup.inline_keyboard[0][0].url);
    return this.start(user, url.searchParams.get("start") ?? undefined);
  }

  presses(user, message, data = "x") {
    const id = randomBytes(8).toString("hex");
    this.updates.add(user.id, { callback_query: { id, from: user.face, message, chat_instance: "1", data } });
    return id;
  }

  file(bytes, { size = bytes.length, folder = "documents" } = {}) {
    const id = `F${randomBytes(12).toString("base64url")}`;
    const path = `${folder}/file_${this.files.size + 1}.bin`;
    this.files.set(id, { bytes, path, size });
    return { file_id: id, file_unique_id: id.slice(0, 8), file_size: size };
  }

  sendsPhoto(user, bytes, { caption, album, in: where, ...more } = {}) {
    const large = this.file(bytes, { folder: "photos" });
    const small = this.file(Buffer.from("small"), { folder: "photos" });
    const photo = [{ ...small, width: 90, height: 90 }, { ...large, width: 900, height: 900 }];
    const fields = { photo, ...(caption && { caption }), ...(album && { media_group_id: album }) };
    user.started = true;
    return this.message(this.chatOf(where, user), user, fields, more);
  }

  sendsDocument(user, bytes, { name = "log.txt", type = "text/plain", size, caption } = {}) {
    const document = { ...this.file(bytes, { size }), file_name: name, mime_type: type };
    user.started = true;
    return this.message(this.chats.get(user.id), user, { document, ...(caption && { caption }) });
  }

  sendsAlbum(user, pictures, caption) {
    const album = String(this.album++);
    return pictures.map((bytes, i) => this.sendsPhoto(user, bytes, { album, caption: i === 0 ? caption : undefined }));
  }

  standing(chat, user, from, to) {
    const member = (status) => ({ user: this.bot, status, ...(status === "kicked" && { until_date: 0 }) });
    this.updates.add(chat.id, {
      my_chat_member: {
        chat: chat.face, from: user.face, date: Math.floor(Date.now() / 1000),
        old_chat_member: member(from), new_chat_member: member(to) } });
  }

  blocks(user) {
    user.blocked = true;
    this.standing(this.chats.get(user.id), user, "member", "kicked");
  }

  unblocks(user) {
    user.blocked = false;
    this.standing(this.chats.get(user.id), user, "kicked", "member");
  }

  adds(group, user) {
    group.joined = true;
    this.standing(group, user, "left", "member");
  }

  /** A basic group becomes a supergroup: the service message comes in both, in the old one first. */
  migrates(group, user) {
    const now = this.group({ title: group.face.title, joined: false });
    now.joined = true;
    group.movedTo = now.id;
    this.message(group, user, { migrate_to_chat_id: now.id });
    this.message(now, user, { migrate_from_chat_id: group.id });
    return now;
  }

  // -- what the bot does --------------------------------------------------------------------------

  /** Throws {code, says, parameters} as Telegram refuses. */
  receive(params, fields) {
    const chat = this.chats.get(Number(params.chat_id));
    const refuse = (code, says, parameters) => {
      throw { code, says, parameters };
    };
    if (!chat) refuse(400, "Bad Request: chat not found");
    const user = this.users.get(chat.id);
    if (user && user.deactivated) refuse(403, "Forbidden: user is deactivated");
    if (user && user.blocked) refuse(403, "Forbidden: bot was blocked by the user");
    if (user && !user.started) refuse(403, "Forbidden: bot can't initiate conversation with a user");
    if (chat.movedTo)
      refuse(400, "Bad Request: group chat was upgraded to a supergroup chat", { migrate_to_chat_id: chat.movedTo });
    if (!user && !chat.joined) refuse(403, `Forbidden: bot was kicked from the ${chat.type} chat`);
    const topic = params.message_thread_id;
    if (topic !== undefined && !chat.topics?.has(topic)) refuse(400, "Bad Request: message thread not found");
    const replied = params.reply_parameters;
    if (replied && !chat.messages.has(replied.message_id) && !replied.allow_sending_without_reply)
      refuse(400, "Bad Request: message to be replied not found");
    const message = { message_id: chat.next++, date: Math.floor(Date.now() / 1000), chat: chat.face, from: this.bot, ...fields };
    if (topic) Object.assign(message, { message_thread_id: topic, is_topic_message: true });
    if (params.reply_markup) message.reply_markup = params.reply_markup;
    if (replied && chat.messages.has(replied.message_id)) {
      const { reply_to_message: _, ...whole } = chat.messages.get(replied.message_id);
      message.reply_to_message = whole;
    }
    chat.messages.set(message.message_id, message);
    this.sent.push(message);
    return message;
  }
}

export const limits = { text: 4096, caption: 1024, photo: 10_000_000, file: 50_000_000, fetch: 20 << 20 };
export { codePoints };
