// A TRON chain as far as its HTTP interface tells of it: what is told here, the server answers.
import { readFileSync } from "node:fs";
import { addressOf, base58, hex, textWords, textHex, word } from "./words.mjs";

const read = (name) => JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8"));
export const receipts = read("receipts");
export const prices = read("prices");
export const usdt = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";

/** Energy of a USDT transfer, to somebody who has some and to somebody who has none (measured on the main network). */
export const usualEnergy = 64_285;
export const firstEnergy = 130_285;

const transferTopic = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
const types = { TransferContract: 1, TransferAssetContract: 1, TriggerSmartContract: 1 };

/** A log as receipts hold it: addresses without their 41. */
export const transferLog = (token, from, to, amount) => ({
  address: hex(token).slice(2),
  topics: [transferTopic, word(from), word(to)],
  data: word(amount),
});

export class World {
  /** After the last change of the energy price: 100 sun. */
  constructor(number = 80_000_000, time = 1_790_000_000_000) {
    this.head = { number, time };
    /** What lies so deep is final. */
    this.solidDepth = 19;
    this.transactions = new Map();
    this.accounts = new Map();
    this.tokens = new Map();
    this.token(usdt, { symbol: "USDT", name: "Tether USD" });
    this.token("TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8", { symbol: "USDC", name: "USD Coin" });
  }

  get solid() {
    return this.head.number - this.solidDepth;
  }

  pass(blocks) {
    this.head = { number: this.head.number + blocks, time: this.head.time + 3000 * blocks };
  }

  timeOf(number) {
    return this.head.time - (this.head.number - number) * 3000;
  }

  /** The body of a transaction; `at` says where it is: a block's number, "pool" or nothing. */
  put({ id, type = "TransferContract", from, to, amount = 0, token, data, memo, feeLimit, lives = 60_000, at, result, info, asset }) {
    if (!types[type]) throw new Error(`no ${type}`);
    const value = { owner_address: hex(from) };
    if (type === "TriggerSmartContract") {
      Object.assign(value, { contract_address: hex(token), data });
      if (amount) value.call_value = amount;
    } else Object.assign(value, { to_address: hex(to), amount, ...(asset && { asset_name: textHex(asset) }) });
    const timestamp = (typeof at === "number" ? this.timeOf(at) : this.head.time) - 4000;
    const raw = {
      contract: [{ parameter: { value, type_url: `type.googleapis.com/protocol.${type}` }, type }],
      ref_block_bytes: "1c8b",
      ref_block_hash: "d78785ed02dd918f",
      expiration: timestamp + lives,
      timestamp,
    };
    if (feeLimit) raw.fee_limit = feeLimit;
    if (memo) raw.data = textHex(memo);
    const body = { txID: id, raw_data: raw, raw_data_hex: textHex(JSON.stringify(raw)), signature: ["00".repeat(65)] };
    this.transactions.set(id, { body, at, result, info });
    return id;
  }

  /** A call of a token, mined `depth` blocks ago, or where `at` says. */
  call({ id, from, token = usdt, data, feeLimit = 100_000_000, receipt, failed, fee = 0, output = "", log, depth = 100, at, info, result }) {
    const place = at ?? this.head.number - depth;
    const answer = info ?? {
      id,
      fee,
      blockNumber: place,
      blockTimeStamp: this.timeOf(place),
      contractResult: [output],
      contract_address: hex(token),
      receipt,
      ...(failed && { result: "FAILED", resMessage: textHex("not to be decided by") }),
      ...(log && { log }),
    };
    return this.put({ id, type: "TriggerSmartContract", from, token, data, feeLimit, at: place, info: answer, result: result ?? answer.receipt.result });
  }

  pay({ id, from, to, amount, memo, depth = 100, type, asset }) {
    const place = this.head.number - depth;
    const info = { id, blockNumber: place, blockTimeStamp: this.timeOf(place), contractResult: [""], receipt: { net_usage: 265 } };
    return this.put({ id, type, from, to, amount, memo, at: place, info, result: "SUCCESS", asset });
  }

  drop(id) {
    this.transactions.delete(id);
  }

  account(address, { balance = 0, owner, active, energy = 0, bandwidth = 600, contract } = {}) {
    const permission = (keys, threshold, name) => ({
      permission_name: name,
      threshold,
      keys: Object.entries(keys).map(([key, weight]) => ({ address: key, weight })),
    });
    const own = { [address]: 1 };
    this.accounts.set(address, {
      energy,
      bandwidth,
      body: {
        address,
        ...(balance && { balance }),
        ...(contract && { type: "Contract" }),
        create_time: 1776933207000,
        owner_permission: permission(owner?.keys ?? own, owner?.threshold ?? 1, "owner"),
        active_permission: [{ type: "Active", id: 2, ...permission(active?.keys ?? owner?.keys ?? own, active?.threshold ?? owner?.threshold ?? 1, "active") }],
      },
    });
    return address;
  }

  token(address, { symbol, name, decimals = 6, balances = {}, frozen = [], paused = false }) {
    this.tokens.set(address, { symbol, name, decimals, balances: new Map(Object.entries(balances)), frozen, paused });
    return this.tokens.get(address);
  }

  give(address, units, token = usdt) {
    this.tokens.get(token).balances.set(address, units);
  }

  /** A call run without being sent: {energy, output, failed}; null when there is no such contract. */
  run(address, owner, call) {
    const token = this.tokens.get(address);
    if (!token) return null;
    const held = (who) => BigInt(token.balances.get(who) ?? 0);
    const party = (n) => base58(`41${call.words.slice(64 * n + 24, 64 * n + 64)}`);
    const view = (output) => ({ energy: 935, output });
    switch (call.name) {
      case "balanceOf(address)": return view(word(held(party(0))));
      case "isBlackListed(address)": return view(word(token.frozen.includes(party(0)) ? 1 : 0));
      case "paused()": return view(word(token.paused ? 1 : 0));
      case "symbol()": return view(textWords(token.symbol));
      case "name()": return view(textWords(token.name));
      case "decimals()": return view(word(token.decimals));
      case "transfer(address,uint256)": {
        const amount = BigInt(`0x${call.words.slice(64, 128)}`);
        if (token.paused || token.frozen.includes(owner) || held(owner) < amount) return { energy: 8624, output: "", failed: true };
        return { energy: held(party(0)) > 0n ? usualEnergy : firstEnergy, output: word(0) };
      }
      default: return { energy: 300, output: "", failed: true };
    }
  }
}

export const transferData = (to, amount) => `a9059cbb${word(to)}${word(amount)}`;
export const transferFromData = (from, to, amount) => `23b872dd${word(from)}${word(to)}${word(amount)}`;
export { addressOf };
