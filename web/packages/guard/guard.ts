/**
 * The guard in the browser: the server's own C++ as WebAssembly. It reads a message before it
 * leaves the device. No dependencies; runs in a page, a Worker and node.
 *
 *   const guard = await load('/assets/guard.wasm', { lists: '/assets/lists/' });
 *   const found = await guard.check(text, { earlier, agentSaid, locale: 'zh' });
 *   if (found.spans.length) …   // ask, or send found.redacted
 *
 * The first module is a sieve: of a harmless message it says so alone; on anything else check()
 * brings the full module, whose answer counts. Fail closed: when load() or check() rejects, hold the message.
 */

export type Kind =
  | 'seed_phrase'
  | 'recovery_share'
  | 'private_key'
  | 'extended_key'
  | 'encrypted_key'
  | 'keystore'
  | 'pem_key'
  | 'password'
  | 'one_time_code'
  | 'pin'
  | 'backup_codes'
  | 'totp_secret';

/** Places are Unicode code points, half open. */
export interface Span {
  start: number;
  end: number;
  kind: Kind;
  uncertain: boolean;
}

/** A place in one of the earlier messages: `index` counts in `Said.earlier` as it was given. */
export interface EarlierSpan extends Span {
  index: number;
}

export interface Scan {
  spans: Span[];
  /** Empty when only the first module has read the text and found something: see `needs`. */
  redacted: string;
  /** Where earlier messages turned out to be pieces of the same secret. */
  earlier: EarlierSpan[];
  /** What must be loaded before this answer may be trusted; check() loads it. */
  needs: string[];
}

export interface Said {
  /** The customer's messages before, oldest first; the last five are read. */
  earlier?: readonly string[];
  /** The agent's message before: a question for a hash makes bare hex digits a hash. */
  agentSaid?: string;
  locale?: 'en' | 'zh';
  /** The customer was asked and said that the digits are a transaction hash. */
  declaredHash?: boolean;
}

const KINDS: readonly Kind[] = [
  'seed_phrase',
  'recovery_share',
  'private_key',
  'extended_key',
  'encrypted_key',
  'keystore',
  'pem_key',
  'password',
  'one_time_code',
  'pin',
  'backup_codes',
  'totp_secret',
];

/** The order of the needs bits: WordList in guard/lexicon.hpp. */
const LISTS: readonly string[] = [
  'bip39_english',
  'bip39_japanese',
  'bip39_korean',
  'bip39_spanish',
  'bip39_french',
  'bip39_italian',
  'bip39_portuguese',
  'bip39_czech',
  'slip39',
  'monero_english',
  'monero_english_old',
  'monero_french',
  'monero_german',
  'monero_italian',
  'monero_spanish',
  'monero_portuguese',
  'monero_dutch',
  'monero_russian',
  'monero_japanese',
  'monero_chinese',
  'bip39_chinese_traditional',
];

/** In `needs`: the first module found something, or saw what only the full one can judge. */
const FULL = 'full';

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  room(size: number): number;
  /** Only the full module takes lists. */
  add_list?(size: number): number;
  scan(): number;
  wipe(): void;
}

export interface Places {
  /** The folder of the word lists, with its slash. */
  lists: string;
  /** The module with all detectors. */
  full: string;
}

export class Guard {
  #wasm: Exports;
  readonly #places: Places;
  readonly #arriving = new Map<string, Promise<void>>();

  constructor(instance: WebAssembly.Instance, places: Places) {
    this.#wasm = started(instance);
    this.#places = places;
  }

  /** Adds a word list's bytes to the full module; false when they are none, or are there already. */
  addList(bytes: Uint8Array): boolean {
    const at = this.#wasm.room(bytes.length);
    new Uint8Array(this.#wasm.memory.buffer).set(bytes, at);
    return this.#wasm.add_list?.(bytes.length) === 1;
  }

  /** Puts the module with all detectors in the place of the small one. */
  replace(instance: WebAssembly.Instance): void {
    this.#wasm = started(instance);
  }

  /** Reads with the lists that are there; look at `needs`. */
  scan(text: string, said: Said = {}): Scan {
    const encoder = new TextEncoder();
    const before = said.earlier ?? [];
    const texts = [said.agentSaid ?? '', text, ...before.slice(-5)].map(t => encoder.encode(t));
    const head = 8 + 4 * texts.length;
    const size = texts.reduce((sum, t) => sum + t.length, head);
    const at = this.#wasm.room(size);
    const view = new DataView(this.#wasm.memory.buffer);
    view.setUint32(at, (said.locale === 'zh' ? 1 : 0) | (said.declaredHash ? 2 : 0), true);
    view.setUint32(at + 4, texts.length, true);
    let to = at + head;
    texts.forEach((t, i) => {
      view.setUint32(at + 8 + 4 * i, t.length, true);
      new Uint8Array(this.#wasm.memory.buffer).set(t, to);
      to += t.length;
      t.fill(0);
    });
    try {
      return this.#reply(this.#wasm.scan(), text, Math.max(0, before.length - 5));
    } finally {
      this.#wasm.wipe();
    }
  }

  /** Loads what the text needs, then reads it. Rejects when a list cannot be had. */
  async check(text: string, said: Said = {}): Promise<Scan> {
    let found = this.scan(text, said);
    // Two rounds: the full module, then the lists that it names.
    for (let round = 0; found.needs.length > 0; round++) {
      if (round === 2) throw new Error('guard: what was loaded does not suffice');
      await Promise.all(found.needs.map(name => this.ensure(name)));
      found = this.scan(text, said);
    }
    return found;
  }

  /** All that may be needed, so that no later check has to wait. */
  async prefetch(): Promise<void> {
    await this.ensure(FULL);
    await Promise.all(LISTS.slice(1).map(name => this.ensure(name)));
  }

  ensure(name: string): Promise<void> {
    let arriving = this.#arriving.get(name);
    if (!arriving) {
      arriving = name === FULL ? this.#ensureFull() : this.#ensureList(name);
      arriving.catch(() => this.#arriving.delete(name));
      this.#arriving.set(name, arriving);
    }
    return arriving;
  }

  async #ensureList(name: string): Promise<void> {
    const [bytes] = await Promise.all([bytesOf(`${this.#places.lists}${name}.words`), this.ensure(FULL)]);
    if (!this.addList(bytes)) throw new Error(`guard: ${name} is not a word list`);
  }

  async #ensureFull(): Promise<void> {
    const { instance } = await WebAssembly.instantiate(
      (await bytesOf(this.#places.full)) as BufferSource,
      {},
    );
    this.replace(instance);
  }

  #reply(at: number, said: string, skipped: number): Scan {
    const buffer = this.#wasm.memory.buffer;
    const view = new DataView(buffer);
    const word = (i: number) => view.getUint32(at + 4 * i, true);
    const spanAt = (i: number): Span => ({
      start: word(i),
      end: word(i + 1),
      kind: KINDS[word(i + 2)] as Kind,
      uncertain: word(i + 3) === 1,
    });
    const spans = Array.from({ length: word(2) }, (_, i) => spanAt(4 + 4 * i));
    const after = 4 + 4 * spans.length;
    const earlier = Array.from({ length: word(1) }, (_, i) => ({
      index: skipped + word(after + 5 * i),
      ...spanAt(after + 5 * i + 1),
    }));
    const text = new Uint8Array(buffer, at + 4 * (after + 5 * earlier.length), word(3));
    return {
      spans,
      redacted: spans.length === 0 ? said : new TextDecoder('utf-8', { ignoreBOM: true }).decode(text),
      earlier,
      needs: [...(word(0) >>> 31 ? [FULL] : []), ...LISTS.filter((_, i) => (word(0) >>> i) & 1)],
    };
  }
}

function started(instance: WebAssembly.Instance): Exports {
  const wasm = instance.exports as unknown as Exports;
  wasm._initialize();
  return wasm;
}

async function bytesOf(url: string): Promise<Uint8Array> {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(`guard: ${url} answered ${reply.status}`);
  return new Uint8Array(await reply.arrayBuffer());
}

/** From bytes that are at hand: node, tests. */
export async function instantiate(
  wasm: BufferSource,
  places: Places = { lists: '', full: '' },
): Promise<Guard> {
  const { instance } = await WebAssembly.instantiate(wasm, {});
  return new Guard(instance, places);
}

/** By default the rest stands beside the module: guard_full.wasm and the folder lists/. */
export async function load(url: string, places: Partial<Places> = {}): Promise<Guard> {
  const folder = url.replace(/[^/]*$/, '');
  return instantiate((await bytesOf(url)) as BufferSource, {
    lists: `${folder}lists/`,
    full: `${folder}guard_full.wasm`,
    ...places,
  });
}
