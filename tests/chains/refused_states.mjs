// E07: what a node answers to a transaction that it does not take. The customer pastes those words,
// so the words of the live node are what is explained.
import { ether, gwei, hex } from "./kit/anvil.mjs";

const pay = (from, to, more = {}) => ({ from, to, value: ether(1), gas: 21_000, ...more });

/** A sentence as customers write it, around what the node said. */
async function pasted(attempt) {
  const said = await attempt().then(
    (taken) => { throw new Error(`it was taken: ${taken}`); },
    (refused) => refused.message.replace(/^\w+: /, ""),
  );
  return `转账失败，钱包提示：${said} 请问怎么办`;
}

const state = (name, expect, make) => ({
  name: `E07 ${name}`,
  expect: `evm.reject.${expect}`,
  state: "failed",
  make: (world) => pasted(() => make(world)),
});

export const refusedStates = [
  state("a nonce that is used", "nonce_too_low", async ({ anvil, one, two }) => {
    await anvil.done(pay(one, two));
    return anvil.send(pay(one, two, { nonce: 0 }));
  }),
  state("more than there is", "insufficient_funds", ({ anvil, one, two }) =>
    anvil.send(pay(one, two, { value: ether(1000) }))),
  state("a replacement that pays less", "replacement_underpriced", async ({ anvil, one, two }) => {
    await anvil.send(pay(one, two, { nonce: 0, maxFeePerGas: gwei(50), maxPriorityFeePerGas: gwei(3) }));
    return anvil.send(pay(one, two, { nonce: 0, maxFeePerGas: gwei(40), maxPriorityFeePerGas: gwei(2) }));
  }),
  state("the very same again", "already_known", async ({ anvil, one, two }) => {
    const same = pay(one, two, { nonce: 0, maxFeePerGas: gwei(50), maxPriorityFeePerGas: gwei(3) });
    await anvil.send(same);
    return anvil.send(same);
  }),
  state("too little gas to begin with", "intrinsic_gas_too_low", ({ anvil, one, two }) =>
    anvil.send(pay(one, two, { gas: 20_000 }))),
  state("more gas than a block has", "exceeds_block_gas_limit", ({ anvil, one, two }) =>
    anvil.send(pay(one, two, { gas: 40_000_000 }))),
  state("a tip above the cap", "tip_above_fee_cap", ({ anvil, one, two }) =>
    anvil.send(pay(one, two, { maxFeePerGas: gwei(20), maxPriorityFeePerGas: gwei(30) }))),
  state("a cap below the base fee", "fee_cap_below_base_fee", async ({ anvil, one, two }) => {
    await anvil.baseFee(gwei(50));
    await anvil.mine();
    return anvil.send(pay(one, two, { maxFeePerGas: gwei(12) }));
  }),
  state("an estimate without gas money", "no_gas_for_estimate", async ({ anvil, contracts, two }) => {
    const token = await anvil.deploy(contracts.Modern ?? Object.values(contracts)[0]);
    const poor = await anvil.account(0n);
    return anvil.rpc("eth_estimateGas", {
      from: poor, to: token.address, data: `0x18160ddd`, maxFeePerGas: hex(gwei(20)), maxPriorityFeePerGas: hex(gwei(1)),
    });
  }),
];
