// What was mined: done, done in vain, failed. See waiting_states.mjs for the form.
import { ether, gwei, word } from "./kit/anvil.mjs";

const call = (contract, signature, ...words) => {
  const four = contract.methods[signature];
  if (!four) throw new Error(`no function ${signature}`);
  return `0x${four}${words.map(word).join("")}`;
};
const transfer = (to, amount) => `0xa9059cbb${word(to)}${word(amount)}`;
const transferFrom = (from, to, amount) => `0x23b872dd${word(from)}${word(to)}${word(amount)}`;
const approve = (spender, amount) => `0x095ea7b3${word(spender)}${word(amount)}`;
const dollars = (x) => BigInt(Math.round(x * 1e6));

/** Gives `who` USDT. */
const fund = ({ anvil, usdt }, who, amount) =>
  anvil.done({ from: usdt.owner, to: usdt.address, data: transfer(who, dollars(amount)) });

/** A transaction that must have failed. */
async function failing(world, fields) {
  const { id, failed } = await world.anvil.done(fields);
  if (!failed) throw new Error("it was to fail and did not");
  return id;
}

async function fine(world, fields) {
  const { id, failed } = await world.anvil.done(fields);
  if (failed) throw new Error("it was to succeed and did not");
  return id;
}

const text = (x) => {
  const bytes = Buffer.from(x);
  return word(bytes.length) + bytes.toString("hex").padEnd(Math.ceil(bytes.length / 32) * 64, "0");
};

async function fakeToken(world, symbol, name) {
  const { anvil, contracts, one, two } = world;
  const first = text(name);
  const args = word(64) + word(64 + first.length / 2) + first + text(symbol);
  const token = await anvil.deploy(contracts.TextToken, args);
  await anvil.done({ from: token.owner, to: token.address, data: transfer(one, dollars(500)) });
  return fine(world, { from: one, to: token.address, data: transfer(two, dollars(400)) });
}

/** A function of Endings that fails. */
const ending = (name, expect, signature, words, values) => ({
  name,
  expect,
  state: "failed",
  values,
  make: async (world) => {
    const target = await world.anvil.deploy(world.contracts.Endings);
    return failing(world, { from: world.one, to: target.address, data: call(world.contracts.Endings, signature, ...words) });
  },
});

export const minedStates = [
  {
    name: "E10 USDT arrived",
    expect: "evm.success",
    state: "included",
    make: async (world) => {
      await fund(world, world.one, 300);
      return fine(world, { from: world.one, to: world.usdt.address, data: transfer(world.two, dollars(250.5)) });
    },
    values: { amount: "250.5 USDT", token: "USDT" },
  },
  {
    name: "E10b coins arrived, final",
    expect: "evm.success",
    state: "final",
    make: async (world) => {
      const id = await fine(world, { from: world.one, to: world.two, value: ether(1.5), gas: 21_000 });
      await world.anvil.mine(70);
      await world.anvil.calm();
      return id;
    },
    values: { amount: "1.5 ETH" },
  },
  {
    name: "E11 USDT: more than the balance (all gas burnt)",
    expect: "evm.fail.token_balance",
    state: "failed",
    make: async (world) => {
      await fund(world, world.one, 5);
      return failing(world, { from: world.one, to: world.usdt.address, data: transfer(world.two, dollars(8)), gas: 90_000 });
    },
    values: { token_balance: "5 USDT", amount: "8 USDT" },
  },
  {
    name: "E12 USDT: not approved",
    expect: "evm.fail.allowance",
    make: async (world) => {
      await fund(world, world.one, 50);
      return failing(world, {
        from: world.two, to: world.usdt.address, gas: 90_000,
        data: transferFrom(world.one, world.two, dollars(20)),
      });
    },
    values: { allowance: "0 USDT" },
  },
  {
    name: "E13 USDT: a second approval",
    expect: "evm.fail.usdt_approve",
    make: async (world) => {
      await world.anvil.done({ from: world.one, to: world.usdt.address, data: approve(world.two, dollars(7)) });
      return failing(world, { from: world.one, to: world.usdt.address, data: approve(world.two, dollars(9)) });
    },
    values: { allowance: "7 USDT" },
  },
  {
    name: "E14 USDT: frozen by the issuer",
    expect: "evm.fail.blacklisted",
    make: async (world) => {
      await fund(world, world.one, 50);
      const { usdt } = world;
      await world.anvil.done({ from: usdt.owner, to: usdt.address, data: call(world.contracts.Tether, "addBlackList(address)", world.one) });
      return failing(world, { from: world.one, to: usdt.address, data: transfer(world.two, dollars(1)) });
    },
  },
  {
    name: "E14b USDC: the receiver is frozen",
    expect: "evm.fail.blacklisted",
    make: async (world) => {
      const { anvil, usdc, contracts, one, two } = world;
      await anvil.done({ from: usdc.owner, to: usdc.address, data: transfer(one, dollars(9)) });
      await anvil.done({ from: usdc.owner, to: usdc.address, data: call(contracts.FreezingToken, "freeze(address)", two) });
      return failing(world, { from: one, to: usdc.address, data: transfer(two, dollars(1)) });
    },
  },
  {
    name: "E15 USDT: paused",
    expect: "evm.fail.paused",
    make: async (world) => {
      const { anvil, usdt, contracts } = world;
      await fund(world, world.one, 50);
      await anvil.done({ from: usdt.owner, to: usdt.address, data: call(contracts.Tether, "pause()") });
      const id = await failing(world, { from: world.one, to: usdt.address, data: transfer(world.two, dollars(1)) });
      await anvil.done({ from: usdt.owner, to: usdt.address, data: call(contracts.Tether, "unpause()") });
      return id;
    },
  },
  {
    name: "E16 gas limit too low for USDT",
    expect: "evm.fail.out_of_gas",
    make: async (world) => {
      await fund(world, world.one, 50);
      return failing(world, { from: world.one, to: world.usdt.address, data: transfer(world.two, dollars(1)), gas: 30_000 });
    },
  },
  {
    name: "E17 USDT sent to the USDT contract",
    expect: "evm.success.to_token_contract",
    make: async (world) => {
      await fund(world, world.one, 50);
      return fine(world, { from: world.one, to: world.usdt.address, data: transfer(world.usdt.address, dollars(20)) });
    },
  },
  {
    name: "E17b USDT sent to some contract",
    expect: "evm.success.to_contract",
    make: async (world) => {
      await fund(world, world.one, 50);
      const box = await world.anvil.deploy(world.contracts.Box);
      return fine(world, { from: world.one, to: world.usdt.address, data: transfer(box.address, dollars(20)) });
    },
  },
  {
    name: "E18 a transfer of nothing in the victim's name, look-alike receiver",
    expect: "evm.scam.zero_value",
    shield: "evm.scam.lookalike",
    make: async (world) => {
      const { anvil, usdt, one, two } = world;
      await fund(world, one, 50);
      await anvil.done({ from: one, to: usdt.address, data: transfer(two, dollars(10)) });
      const twin = `${two.slice(0, 7)}${"7".repeat(31)}${two.slice(-4)}`;
      const thief = await anvil.account();
      return fine(world, { from: thief, to: usdt.address, data: transferFrom(one, twin, 0) });
    },
  },
  {
    name: "E18b the same for many at once",
    expect: "evm.scam.zero_value",
    make: async (world) => {
      const { anvil, contracts, usdt, one, two } = world;
      const poisoner = await anvil.deploy(contracts.Poisoner);
      const four = contracts.Poisoner.methods["poison(address,address[],address[])"];
      const list = (...items) => word(items.length) + items.map(word).join("");
      const data = `0x${four}${word(usdt.address)}${word(96)}${word(192)}${list(one, two)}${list(two, one)}`;
      return fine(world, { from: await anvil.account(), to: poisoner.address, data, gas: 500_000 });
    },
  },
  { name: "E19 a token that calls itself USDT", expect: "evm.scam.fake_token", make: (world) => fakeToken(world, "USDT", "Tether USD") },
  { name: "E19b the same with a Cyrillic letter", expect: "evm.scam.fake_token", make: (world) => fakeToken(world, "USDТ", "Gift") },
  ending("E20 a known text (slippage)", "evm.fail.revert_reason", "slippage()", [], {
    reason: "UniswapV2Router: INSUFFICIENT_OUTPUT_AMOUNT",
  }),
  ending("E21 a known text (deadline)", "evm.fail.revert_reason", "expired()", []),
  ending("E22 panic: assertion", "evm.fail.panic", "asserts()", [], { panic: "0x1" }),
  ending("E22b panic: overflow", "evm.fail.panic", "overflows(uint256)", [5], { panic: "0x11" }),
  ending("E22c panic: division by zero", "evm.fail.panic", "divides(uint256)", [0], { panic: "0x12" }),
  ending("E22d panic: beyond the list", "evm.fail.panic", "beyond(uint256)", [3], { panic: "0x32" }),
  ending("E23 an error that nobody knows", "evm.fail.custom_error", "unheard()", [], { selector: "0xd58a19a9" }),
  ending("E24 no word at all", "evm.fail.bare", "silent()", []),
  {
    name: "E25 out of gas in a loop",
    expect: "evm.fail.out_of_gas",
    make: async (world) => {
      const target = await world.anvil.deploy(world.contracts.Endings);
      const data = call(world.contracts.Endings, "fill(uint256)", 20);
      return failing(world, { from: world.one, to: target.address, data, gas: 150_000 });
    },
  },
  {
    name: "E25b out of gas in a call inside",
    expect: "evm.fail.inner_oog",
    make: async (world) => {
      const target = await world.anvil.deploy(world.contracts.Endings);
      const data = call(world.contracts.Endings, "fillInside(uint256)", 10);
      return failing(world, { from: world.one, to: target.address, data, gas: 250_000 });
    },
  },
  {
    name: "E26 ERC-6093: balance",
    expect: "evm.fail.custom_error",
    make: async (world) => {
      const token = await world.anvil.deploy(world.contracts.NamedErrorToken);
      return failing(world, { from: world.one, to: token.address, data: transfer(world.two, 5) });
    },
    values: { error: "ERC20InsufficientBalance(address,uint256,uint256)" },
  },
  {
    name: "E26b ERC-6093: allowance",
    expect: "evm.fail.allowance",
    make: async (world) => {
      const token = await world.anvil.deploy(world.contracts.NamedErrorToken);
      return failing(world, { from: world.one, to: token.address, data: transferFrom(world.two, world.one, 5) });
    },
  },
  {
    name: "E27 a token's text: balance",
    expect: "evm.fail.revert_reason",
    make: async (world) => {
      const first = text("Plain");
      const token = await world.anvil.deploy(
        world.contracts.TextToken, word(64) + word(64 + first.length / 2) + first + text("PLN"));
      return failing(world, { from: world.one, to: token.address, data: transfer(world.two, 5) });
    },
    values: { reason: "ERC20: transfer amount exceeds balance", token_balance: "0 PLN" },
  },
  {
    name: "E28 coins for a contract that takes none",
    expect: "evm.fail.nonpayable",
    make: async (world) => {
      const box = await world.anvil.deploy(world.contracts.Box);
      return failing(world, { from: world.one, to: box.address, value: ether(1), gas: 60_000 });
    },
  },
  {
    name: "E28b 21000 gas to a smart wallet",
    expect: "evm.fail.21000",
    make: async (world) => {
      const wallet = await world.anvil.deploy(world.contracts.Wallet);
      return failing(world, { from: world.one, to: wallet.address, value: ether(1), gas: 21_000 });
    },
  },
  {
    name: "E29 a token that is not on this chain",
    expect: "evm.success.empty_target",
    make: async (world) => {
      const nowhere = await world.anvil.account(0n);
      return fine(world, { from: world.one, to: nowhere, data: transfer(world.two, dollars(5)) });
    },
  },
  {
    name: "E34 the second in its block comes too late",
    expect: "evm.fail.revert_reason",
    make: async (world) => {
      const { anvil, contracts, one, two } = world;
      const target = await anvil.deploy(contracts.Endings);
      const data = call(contracts.Endings, "once()");
      await anvil.send({ from: two, to: target.address, data, maxPriorityFeePerGas: gwei(9) });
      return failing(world, { from: one, to: target.address, data, maxPriorityFeePerGas: gwei(1) });
    },
    values: { reason: "only one in a block" },
  },
  {
    name: "E30 tokens and no coins for fees (an address)",
    expect: "evm.no_gas_money",
    state: "restricted",
    make: async (world) => {
      const poor = await world.anvil.account(0n);
      await fund(world, poor, 500);
      return poor;
    },
    values: { tokens: "500 USDT" },
  },
  {
    name: "E14c a frozen address",
    expect: "evm.fail.blacklisted",
    state: "restricted",
    make: async (world) => {
      const { anvil, usdt, contracts, one } = world;
      await fund(world, one, 50);
      await anvil.done({ from: usdt.owner, to: usdt.address, data: call(contracts.Tether, "addBlackList(address)", one) });
      return one;
    },
    values: { token: "USDT" },
  },
  {
    name: "E32b a delegated address",
    expect: "evm.address.delegated",
    shield: "evm.scam.sweeper",
    make: async (world) => {
      const delegate = await world.anvil.deploy(world.contracts.Delegate);
      await world.anvil.rpc("anvil_setCode", world.one, `0xef0100${delegate.address.slice(2)}`);
      return world.one;
    },
  },
  {
    name: "E33 asked on Ethereum, is on BNB Chain",
    expect: "evm.wrong_chain",
    make: async ({ other }) => {
      const [from, to] = [await other.account(), await other.account()];
      const { id } = await other.done({ from, to, value: ether(1), gas: 21_000 });
      return `https://etherscan.io/tx/${id}`;
    },
    values: { found_on: "BNB Chain" },
  },
];
