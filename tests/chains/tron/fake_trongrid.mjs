// A node of TRON as java-tron's HTTP interface is documented, over a world.mjs: POST (or GET) of JSON to wallet/… and
// walletsolidity/…; `{}` for what is not there; {"Error": …} with status 200 for what cannot be read; addresses as
// hexadecimal, or as base58 where the question says `visible`; messages in hexadecimal; 429 beyond a limit.
import { createServer } from "node:http";
import { prices } from "./world.mjs";
import { hex, base58, textHex } from "./words.mjs";

const functions = { a9059cbb: "transfer(address,uint256)", "23b872dd": "transferFrom(address,address,uint256)", "70a08231": "balanceOf(address)" };
const blockId = (number) => number.toString(16).padStart(16, "0") + "ab".repeat(24);

class Refused extends Error {}

function id(value) {
  if (!/^[0-9a-f]{64}$/i.test(value ?? "")) throw new Refused("class org.bouncycastle.util.encoders.DecoderException : exception decoding Hex string");
  return value.toLowerCase();
}

function address(value) {
  const found = hex(value);
  if (!found) throw new Refused("INVALID address");
  return base58(found);
}

/** Addresses of an account as they were asked for. */
function shown(body, visible) {
  if (visible) return body;
  return JSON.parse(JSON.stringify(body), (key, value) => (key === "address" ? hex(value) : value));
}

function block(world, number, withTransactions) {
  if (number > world.head.number || number < 0) return {};
  const inside = [...world.transactions.values()].filter(({ at }) => at === number);
  const transactions = inside.map(({ body, result }) => ({ ret: [{ contractRet: result }], ...body }));
  return {
    blockID: blockId(number),
    block_header: {
      raw_data: { number, parentHash: blockId(Math.max(number - 1, 0)), version: 34, timestamp: world.timeOf(number) },
      witness_signature: "00".repeat(65),
    },
    ...(withTransactions && { transactions }),
  };
}

/** What the node tells of a transaction up to the block `last`. */
const mined = (world, value, last) => {
  const known = world.transactions.get(id(value));
  return known && typeof known.at === "number" && known.at <= last ? known : null;
};

function constant(world, asked) {
  const contract = address(asked.contract_address);
  const data = asked.data ?? "";
  const name = asked.function_selector ?? functions[data.slice(0, 8)];
  const run = world.run(contract, address(asked.owner_address), { name, words: asked.parameter ?? data.slice(8) });
  if (!run) return { result: { code: "CONTRACT_VALIDATE_ERROR", message: textHex("Smart contract is not exist.") } };
  return {
    result: { result: true, ...(run.failed && { message: textHex("REVERT opcode executed") }) },
    energy_used: run.energy,
    constant_result: [run.output],
    transaction: { ret: [run.failed ? { ret: "FAILED" } : {}] },
  };
}

function resources(world, asked) {
  const known = world.accounts.get(address(asked.address));
  if (!known) return {};
  return {
    freeNetUsed: 600 - known.bandwidth,
    freeNetLimit: 600,
    ...(known.energy && { EnergyLimit: known.energy }),
    TotalNetLimit: 43_200_000_000,
    TotalEnergyLimit: 180_000_000_000,
  };
}

const answers = {
  gettransactionbyid: (world, { value }, last) => {
    const known = mined(world, value, last);
    return known ? { ret: [{ contractRet: known.result }], ...known.body } : {};
  },
  gettransactioninfobyid: (world, { value }, last) => mined(world, value, last)?.info ?? {},
  gettransactionfrompending: (world, { value }) => {
    const known = world.transactions.get(id(value));
    return known?.at === "pool" ? known.body : {};
  },
  getnowblock: (world, _, last) => block(world, last, true),
  getblock: (world, { detail }, last) => block(world, last, detail),
  getblockbynum: (world, { num }) => block(world, num, true),
  getaccount: (world, asked) => {
    const known = world.accounts.get(address(asked.address));
    return known ? shown(known.body, asked.visible) : {};
  },
  getaccountresource: resources,
  triggerconstantcontract: constant,
  getenergyprices: () => ({ prices: prices.energy }),
  getchainparameters: () => ({ chainParameter: Object.entries(prices.parameters).map(([key, value]) => ({ key, value })) }),
};

async function body(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}

export class FakeTronGrid {
  /** `lacks`: methods it does not offer; `limit`: requests before it answers 429. */
  static async start(world, { lacks = [], limit = Infinity, port = 0 } = {}) {
    const node = new FakeTronGrid(world, lacks, limit);
    await new Promise((done, failed) => node.server.once("error", failed).listen(port, "127.0.0.1", done));
    node.port = node.server.address().port;
    node.url = `http://127.0.0.1:${node.port}`;
    return node;
  }

  constructor(world, lacks, limit) {
    Object.assign(this, { world, lacks: new Set(lacks), limit, asked: 0 });
    this.server = createServer((request, response) => this.answer(request, response));
  }

  /** The same node under two names: two witnesses for what is not there. */
  get urls() {
    return [this.url, `http://localhost:${this.port}`];
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
  }

  async answer(request, response) {
    const url = new URL(request.url, "http://node");
    const [, house, method] = url.pathname.split("/");
    const text = await body(request);
    this.asked += 1;
    const say = (status, type, said) => response.writeHead(status, { "content-type": type }).end(said);
    if (this.asked > this.limit) return say(429, "application/json", '{"Error":"request rate exceeded the allowed_rps(3)"}');
    const known = ["wallet", "walletsolidity"].includes(house) && answers[method];
    if (!known || this.lacks.has(house) || this.lacks.has(method)) return say(404, "text/html", "<h1>Not Found</h1>");
    try {
      const asked = text ? JSON.parse(text) : Object.fromEntries(url.searchParams);
      const last = house === "wallet" ? this.world.head.number : this.world.solid;
      say(200, "application/json", JSON.stringify(known(this.world, asked, last)));
    } catch (error) {
      if (!(error instanceof Refused || error instanceof SyntaxError)) console.error(error);
      say(200, "application/json", JSON.stringify({ Error: error.message }));
    }
  }
}

// By itself: an empty chain on the given port, to try things by hand.
if (process.argv[1]?.endsWith("fake_trongrid.mjs")) {
  const { World } = await import("./world.mjs");
  const node = await FakeTronGrid.start(new World(), { port: Number(process.argv[2] ?? 8800) });
  console.log(`TRON for tests at ${node.url}`);
}
