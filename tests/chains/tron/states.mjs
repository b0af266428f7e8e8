// Every state of TRON's catalogue. `make` brings the world into it and returns what is pasted; it may ask before
// (`explain`), for what vanished is known from memory only. `expect` is the first cause, `among` further ones.
import { addressOf, base58, hex, idOf, textHex, textWords } from "./words.mjs";
import { firstEnergy, receipts, transferData, transferFromData, transferLog, usdt, usualEnergy } from "./world.mjs";

const dollars = (x) => Math.round(x * 1e6);
const trx = dollars;
const alice = addressOf("alice");
const bob = addressOf("bob");
const thief = addressOf("thief");
const data = transferData(bob, dollars(250));

/** Alice with TRX and USDT, Bob with some USDT. */
function funded(world, { balance = trx(500), units = dollars(1000), energy = 0 } = {}) {
  world.account(alice, { balance, energy });
  world.account(bob, { balance: trx(5) });
  world.give(alice, units);
  world.give(bob, dollars(1));
}

const success = (energy, extra = {}) => ({ energy_fee: energy * 100, energy_usage_total: energy, net_usage: 345, result: "SUCCESS", energy_penalty_total: Math.round(energy * 0.7724), ...extra });
const failure = (result, extra = {}) => ({ result, net_usage: 345, ...extra });

/** A USDT transfer of 250 from Alice to Bob that failed. */
const failed = (name, expect, receipt, arrange = () => {}, values = {}, more = {}) => ({
  name,
  expect,
  state: "failed",
  values,
  make: (world) => {
    funded(world);
    arrange(world);
    const fee = receipt.energy_fee ?? 0;
    return world.call({ id: idOf(name), from: alice, data, receipt, fee, failed: true, ...more });
  },
});

const outOfEnergy = (energy, staked = 0) =>
  failure("OUT_OF_ENERGY", { energy_fee: (energy - staked) * 100, energy_usage_total: energy, ...(staked && { energy_usage: staked }) });

/** A real receipt at its real height, in a world that stands a little later. */
function real(world, name, from, body) {
  const info = receipts[name];
  const number = info.blockNumber ?? 66_860_000;
  world.head = { number: number + 100, time: (info.blockTimeStamp ?? 1_731_229_575_000) + 300_000 };
  const whole = { blockNumber: number, blockTimeStamp: 1_731_229_575_000, ...info };
  return world.put({ id: info.id, from, at: number, info: whole, result: info.receipt.result ?? "SUCCESS", ...body });
}

const waiting = (name) => (world) => {
  funded(world);
  return world.put({ id: idOf(name), type: "TriggerSmartContract", from: alice, token: usdt, data, feeLimit: trx(30), at: "pool" });
};

/** Seen waiting, then gone from every pool. */
async function vanished(name, world, explain, blocks) {
  const id = waiting(name)(world);
  await explain(id);
  world.drop(id);
  world.pass(blocks);
  return id;
}

const transactions = [
  { name: "T01 nobody knows it", expect: "tron.not_found", state: "not_found", make: () => idOf("nobody's") },
  { name: "T01b one node alone says so", expect: "tron.not_found", state: "unknown", below: 0.6, one: true, make: () => idOf("nobody's") },
  { name: "T02 waiting", expect: "tron.pending", state: "pending", make: waiting("T02"), values: { amount: "250 USDT", to: bob } },
  { name: "T02b gone from the pool, still valid", expect: "tron.pending", state: "pending", below: 0.6,
    make: (world, explain) => vanished("T02b", world, explain, 5) },
  { name: "T03 gone and its time is over", expect: "tron.expired", state: "expired", values: { amount: "250 USDT", sources: "2" },
    make: (world, explain) => vanished("T03", world, explain, 60) },
  { name: "T03b its time is over, a pool still has it", expect: "tron.expired", state: "expired",
    make: (world) => {
      const id = waiting("T03b")(world);
      world.pass(60);
      return id;
    } },
  { name: "T03c over for the head, not yet for the final blocks", expect: "tron.expired", state: "expired", below: 0.95,
    make: (world, explain) => vanished("T03c", world, explain, 25) },
  { name: "T04 in a block that is not final", expect: "tron.not_solid", state: "included", among: ["tron.success"], values: { amount: "250 USDT", confirmations: "11", seconds: "24" },
    make: (world) => {
      funded(world);
      const log = [transferLog(usdt, alice, bob, dollars(250))];
      return world.call({ id: idOf("T04"), from: alice, data, depth: 10, receipt: success(usualEnergy), log });
    } },
  { name: "T05 USDT arrived (receipt of the main network)", expect: "tron.success", state: "final", among: ["tron.cost"],
    values: { amount: "3.5 USDT", fee_paid: "0.345 TRX", to: "TUikLT3nTTjTkXPAuC4xUGj84vfSERCWRn" },
    make: (world) => {
      const [from, to] = receipts.success_usdt.log[0].topics.slice(1).map((topic) => base58(`41${topic.slice(24)}`));
      world.account(to, { balance: 1 });
      return real(world, "success_usdt", from, { type: "TriggerSmartContract", token: usdt, data: transferData(to, 3_500_000), feeLimit: trx(30) });
    } },
  { name: "T05b TRX arrived (receipt of the main network)", expect: "tron.success", state: "final", values: { amount: "12.5 TRX", fee_paid: "0 TRX" },
    make: (world) => real(world, "trx_transfer", alice, { to: bob, amount: trx(12.5) }) },
  { name: "T05c USDT lies where nothing was activated", expect: "tron.success", state: "final", among: ["tron.not_activated"],
    make: (world) => {
      world.account(alice, { balance: trx(10) });
      return world.call({ id: idOf("T05c"), from: alice, data, receipt: success(usualEnergy), log: [transferLog(usdt, alice, bob, dollars(250))] });
    } },
  failed("T06 the fee limit was reached", "tron.fail.out_of_energy.fee_limit", outOfEnergy(50_000), () => {},
    { fee_limit: "5 TRX", energy_cap: "50000", energy_needed: "64285", fee_limit_to_set: "8 TRX", price_now: "100 sun" }, { feeLimit: trx(5) }),
  failed("T06b staked energy does not lift the fee limit", "tron.fail.out_of_energy.fee_limit", outOfEnergy(50_000, 45_000),
    (world) => funded(world, { energy: 200_000 }), { staked_energy: "45000", fee_limit_to_set: "8 TRX" }, { feeLimit: trx(5) }),
  failed("T06c a first transfer needs twice as much", "tron.fail.out_of_energy.fee_limit", outOfEnergy(100_000),
    (world) => world.give(bob, 0), { first_time: bob, energy_needed: "130285", fee_limit_to_set: "16 TRX" }, { feeLimit: trx(10) }),
  { name: "T07 too little TRX (receipt of the main network)", expect: "tron.fail.out_of_energy.balance", state: "failed",
    values: { price: "210 sun", energy_used: "78572", burned: "16.50012 TRX", energy_cap: "142857", first_time: bob, top_up: "13.7 TRX" },
    make: (world) => {
      funded(world, { balance: 0 });
      world.give(bob, 0);
      return real(world, "out_of_energy_usdt", alice, { type: "TriggerSmartContract", token: usdt, data, feeLimit: trx(30) });
    } },
  failed("T07b no TRX at all, some staked energy", "tron.fail.out_of_energy.balance", outOfEnergy(20_000, 20_000),
    (world) => funded(world, { balance: 0 }), { energy_needed: "64285", top_up: "6.8 TRX" }, { feeLimit: trx(30) }),
  failed("T07c enough TRX by now", "tron.fail.out_of_energy.balance", outOfEnergy(20_000), () => {},
    { balance: "500 TRX", fee_limit_to_set: "8 TRX" }, { feeLimit: trx(30) }),
  { name: "T08 what a first transfer cost", expect: "tron.success", state: "final", among: ["tron.cost"],
    of: "tron.cost", values: { price: "100 sun", burned: "13.0285 TRX", energy: "130285", first_time: bob, cost_today: "13.0285 TRX" },
    make: (world) => {
      funded(world);
      const log = [transferLog(usdt, alice, bob, dollars(250))];
      return world.call({ id: idOf("T08"), from: alice, data, receipt: success(firstEnergy), fee: firstEnergy * 100, log });
    } },
  failed("T09 frozen by the issuer", "tron.fail.revert", failure("REVERT", { energy_usage_total: 8624, energy_fee: 862_400 }),
    (world) => world.tokens.get(usdt).frozen.push(alice), { frozen: alice }),
  failed("T09b more than the balance", "tron.fail.revert", failure("REVERT", { energy_usage_total: 8624, energy_fee: 862_400 }),
    (world) => world.give(alice, dollars(100)), { token_short: "100 USDT", amount: "250 USDT" }),
  failed("T09c the token is paused", "tron.fail.revert", failure("REVERT", { energy_usage_total: 8624, energy_fee: 862_400 }),
    (world) => { world.tokens.get(usdt).paused = true; }, { paused: "USDT" }),
  failed("T09d it says why", "tron.fail.revert", failure("REVERT", { energy_usage_total: 900, energy_fee: 90_000 }), () => {},
    { reason: "slippage too high" }, { output: `08c379a0${textWords("slippage too high")}` }),
  { name: "T09e no reason (receipt of the main network)", expect: "tron.fail.revert", state: "failed",
    make: (world) => {
      funded(world);
      return real(world, "revert_usdt", alice, { type: "TriggerSmartContract", token: usdt, data, feeLimit: trx(30) });
    } },
  ...["OUT_OF_TIME", "BAD_JUMP_DESTINATION", "TRANSFER_FAILED", "STACK_TOO_SMALL", "PRECOMPILED_CONTRACT"].map((code) =>
    failed(`T10 ${code}`, "tron.fail.other", failure(code, { energy_usage_total: 50_000, energy_fee: 5_000_000 }), () => {}, { code })),
  failed("T10b an old token ends so when the balance is short", "tron.fail.other", failure("ILLEGAL_OPERATION", { energy_usage_total: 50_000, energy_fee: 5_000_000 }),
    (world) => world.give(alice, dollars(3)), { code: "ILLEGAL_OPERATION", token_short: "3 USDT" }),
  { name: "T11 receipt and body contradict each other", expect: "unknown", state: "unknown", below: 0.5,
    make: (world) => {
      funded(world);
      return world.call({ id: idOf("T11"), from: alice, data, receipt: success(usualEnergy), result: "REVERT" });
    } },
];

const scams = [
  { name: "T20 zero-value decoy", expect: "tron.scam.zero_value", state: "final", shield: "tron.scam.zero_value", values: { victim: alice, attacker: thief },
    make: (world) => {
      const to = addressOf("bob's twin");
      return world.call({ id: idOf("T20"), from: thief, data: transferFromData(alice, to, 0), receipt: success(20_000), log: [transferLog(usdt, alice, to, 0)] });
    } },
  { name: "T21 fake token", expect: "tron.scam.fake_token", state: "final", shield: "tron.scam.fake_token", values: { symbol: "USDT", real: usdt },
    make: (world) => {
      const fake = addressOf("fake token");
      world.token(fake, { symbol: "USDТ", name: "Tether" });
      return world.call({ id: idOf("T21"), from: thief, token: fake, data: transferData(alice, dollars(900)), receipt: success(20_000),
        log: [transferLog(fake, thief, alice, dollars(900))] });
    } },
  { name: "T22 dust with an advertisement", expect: "tron.scam.dust_memo", state: "final", shield: "tron.scam.dust_memo",
    make: (world) => world.pay({ id: idOf("T22"), from: thief, to: alice, amount: 1, memo: "Rent energy cheap: www.energy-bonus.example" }) },
  { name: "T22b a payment with a note is none", expect: "tron.success", state: "final", none: true,
    make: (world) => world.pay({ id: idOf("T22b"), from: alice, to: bob, amount: trx(25), memo: "invoice 17" }) },
];

const addresses = [
  { name: "T30 not activated", expect: "tron.not_activated", state: "inactive", make: () => addressOf("nobody") },
  { name: "T30b not activated, holds USDT", expect: "tron.not_activated", state: "restricted", values: { tokens: "40 USDT", activation: "1.1 TRX" },
    make: (world) => {
      world.give(bob, dollars(40));
      return bob;
    } },
  { name: "T31 no bandwidth and no TRX for it", expect: "tron.reject.bandwidth", state: "restricted", values: { top_up: "0.3 TRX", bandwidth: "0" },
    make: (world) => world.account(alice, { balance: 1000, bandwidth: 0 }) },
  { name: "T32 the owner's key was shut out", expect: "tron.reject.permission", state: "restricted", shield: "tron.scam.permission", values: { keys: thief, own_weight: "0", balance: "120 TRX" },
    make: (world) => world.account(alice, { balance: trx(120), owner: { keys: { [thief]: 1 } } }) },
  { name: "T32b one signature is not enough", expect: "tron.reject.permission", state: "restricted", none: true, values: { own_weight: "1", threshold: "2" },
    make: (world) => world.account(alice, { balance: trx(120), owner: { keys: { [alice]: 1, [bob]: 1 }, threshold: 2 } }) },
  { name: "T32c as hexadecimal", expect: "tron.reject.permission", state: "restricted", shield: "tron.scam.permission",
    make: (world) => hex(world.account(alice, { balance: trx(1), owner: { keys: { [thief]: 2 }, threshold: 2 } })) },
  { name: "T32d somebody else may act as well", expect: "tron.address.active", state: "active", shield: "tron.scam.permission",
    make: (world) => world.account(alice, { balance: trx(120), active: { keys: { [thief]: 1 } } }) },
  { name: "T33 USDT and no TRX", expect: "tron.no_trx", state: "restricted", values: { tokens: "75 USDT", energy_needed: "130285", top_up: "13.7 TRX", fee_limit_to_set: "16 TRX" },
    make: (world) => {
      world.give(alice, dollars(75));
      return world.account(alice);
    } },
  { name: "T33b rented energy suffices", expect: "tron.address.active", state: "active", none: true,
    make: (world) => {
      world.give(alice, dollars(75));
      return world.account(alice, { energy: 140_000 });
    } },
  { name: "T34 frozen by the issuer", expect: "tron.address.frozen", state: "restricted",
    make: (world) => {
      funded(world);
      world.tokens.get(usdt).frozen.push(alice);
      return alice;
    } },
  { name: "T35 all is well", expect: "tron.address.active", state: "active", none: true,
    make: (world) => {
      funded(world);
      return alice;
    } },
  { name: "T36 a token's own address", expect: "tron.address.contract", state: "active", values: { token: "USDT" },
    make: (world) => world.account(usdt, { balance: trx(1), contract: true }) },
];

/** What a node answers to a broadcast that it does not take, as customers paste it out of a wallet. */
const refused = (name, expect, code, message) => ({
  name,
  expect,
  make: () => `转账失败，钱包提示：${JSON.stringify({ code, message: textHex(message) })} 请问怎么办`,
});

const rejects = [
  refused("T12 no TRX for bandwidth", "tron.reject.bandwidth", "BANDWITH_ERROR", "Account resource insufficient error."),
  refused("T13 more than the balance", "tron.reject.balance", "CONTRACT_VALIDATE_ERROR",
    "Contract validate error : Validate TransferContract error, balance is not sufficient."),
  refused("T14 a key that may not sign", "tron.reject.permission", "SIGERROR", "Validate signature error: sig error"),
  refused("T15 too late", "tron.expired", "TRANSACTION_EXPIRATION_ERROR", "Transaction expired"),
  refused("T15b built on a block that is not there", "tron.expired", "TAPOS_ERROR", "Tapos check error."),
  { name: "T13b in words alone", expect: "tron.reject.balance", make: () => "Contract validate error : Validate TransferContract error, balance is not sufficient." },
];

export const states = [...transactions, ...rejects, ...scams, ...addresses];
export { alice, bob, funded, data, success };
