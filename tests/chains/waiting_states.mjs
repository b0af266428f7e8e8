// What waits, and what has vanished. Each state is made live; the numbers are those of the fixtures
// in the design notes (E01…). A state returns what is to be explained and what must come out.
import { randomBytes } from "node:crypto";
import { ether, gwei, hex } from "./kit/anvil.mjs";

const pay = (from, to, more = {}) => ({ from, to, value: ether(1), gas: 21_000, ...more });

/** Seen while it waited, so that it is remembered. */
async function remembered(world, fields) {
  const id = await world.anvil.send(fields);
  await world.explainer.explain(id);
  return id;
}

export const waitingStates = [
  {
    name: "E01 a hash that nobody knows",
    expect: "evm.not_found",
    state: "not_found",
    make: async () => `0x${randomBytes(32).toString("hex")}`,
  },
  {
    name: "E02 next in line, pays enough",
    expect: "evm.pending.ok",
    state: "pending",
    make: async ({ anvil, one, two }) => anvil.send(pay(one, two)),
  },
  {
    name: "E03 fee cap below the base fee",
    expect: "evm.pending.fee_cap",
    state: "pending",
    // anvil throws out what is below the base fee as soon as it mines: it is looked at before.
    make: async ({ anvil, one, two }) => {
      await anvil.baseFee(gwei(50));
      await anvil.mine();
      await anvil.baseFee(gwei(10));
      const id = await anvil.send(pay(one, two, { maxFeePerGas: gwei(12) }));
      await anvil.baseFee(gwei(43.75));
      return id;
    },
    values: { fee_cap: "12 gwei", base_fee: "43.75 gwei" },
  },
  {
    name: "E04 tip too low behind full blocks",
    expect: "evm.pending.tip_low",
    make: async ({ anvil, contracts, one, two }) => {
      const filler = await anvil.deploy(contracts.Filler);
      for (let block = 0; block < 3; block++) {
        for (let i = 0; i < 2; i++) {
          const from = await anvil.account();
          await anvil.send({
            from, to: filler.address, data: "0x44df8e70", gas: 14_900_000,
            maxFeePerGas: gwei(200), maxPriorityFeePerGas: gwei(5),
          });
        }
        await anvil.mine();
      }
      return anvil.send(pay(one, two, { maxFeePerGas: gwei(200), maxPriorityFeePerGas: 1 }));
    },
    values: { least_tip: "5 gwei" },
  },
  {
    name: "E05 two earlier numbers are missing",
    expect: "evm.pending.nonce_gap",
    make: async ({ anvil, one, two }) => {
      await anvil.rpc("anvil_setNonce", one, hex(5));
      return anvil.send(pay(one, two, { nonce: 7 }));
    },
    values: { missing: "5, 6" },
  },
  {
    name: "E05b an earlier one blocks it",
    expect: "evm.pending.blocked_by_earlier",
    make: async ({ anvil, one, two }) => {
      await anvil.baseFee(gwei(10));
      await anvil.send(pay(one, two, { nonce: 0, maxFeePerGas: gwei(11) }));
      const id = await anvil.send(pay(one, two, { nonce: 1 }));
      await anvil.baseFee(gwei(40));
      return id;
    },
    values: { first_nonce: "0", first_fee_cap: "11 gwei" },
  },
  {
    name: "E08 the balance is reserved by the one before",
    expect: "evm.pending.locked_balance",
    make: async ({ anvil, two }) => {
      const from = await anvil.account(ether(1));
      await anvil.send(pay(from, two, { value: ether(0.6) }));
      return anvil.send(pay(from, two, { value: ether(0.6) }));
    },
  },
  {
    name: "E32 a delegated account with two waiting",
    expect: "evm.pending.7702_limit",
    shield: "evm.scam.sweeper",
    make: async ({ anvil, contracts, one, two }) => {
      const delegate = await anvil.deploy(contracts.Delegate);
      await anvil.rpc("anvil_setCode", one, `0xef0100${delegate.address.slice(2)}`);
      await anvil.send(pay(one, two));
      return anvil.send(pay(one, two));
    },
  },
  {
    name: "E03c speeded up and mined",
    expect: "evm.replaced.speedup",
    state: "replaced",
    make: async (world) => {
      const { anvil, one, two } = world;
      const id = await remembered(world, pay(one, two, { nonce: 0 }));
      await anvil.send(pay(one, two, { nonce: 0, maxFeePerGas: gwei(150), maxPriorityFeePerGas: gwei(3) }));
      await anvil.mine();
      return id;
    },
  },
  {
    name: "E03d speeded up, still waiting",
    expect: "evm.replaced.speedup",
    state: "replaced",
    make: async (world) => {
      const { anvil, one, two } = world;
      const id = await remembered(world, pay(one, two, { nonce: 0 }));
      await anvil.send(pay(one, two, { nonce: 0, maxFeePerGas: gwei(150), maxPriorityFeePerGas: gwei(3) }));
      return id;
    },
  },
  {
    name: "E03e speeded up 400 blocks ago, others since",
    expect: "evm.replaced.speedup",
    make: async (world) => {
      const { anvil, one, two } = world;
      const id = await remembered(world, pay(one, two, { nonce: 0 }));
      await anvil.send(pay(one, two, { nonce: 0, maxFeePerGas: gwei(150), maxPriorityFeePerGas: gwei(3) }));
      await anvil.mine();
      await anvil.done(pay(one, two, { nonce: 1 }));
      await anvil.mine(400);
      await anvil.calm();
      return id;
    },
  },
  {
    name: "E06 cancelled",
    expect: "evm.replaced.cancel",
    state: "replaced",
    make: async (world) => {
      const { anvil, one, two } = world;
      const id = await remembered(world, pay(one, two, { nonce: 0 }));
      await anvil.send(pay(one, one, { nonce: 0, value: 0, maxFeePerGas: gwei(150), maxPriorityFeePerGas: gwei(3) }));
      await anvil.mine();
      return id;
    },
  },
  {
    name: "E06b its number used for something else",
    expect: "evm.replaced.other",
    state: "replaced",
    make: async (world) => {
      const { anvil, one, two } = world;
      const id = await remembered(world, pay(one, two, { nonce: 0 }));
      const other = await anvil.account();
      await anvil.send(pay(one, other, { nonce: 0, value: ether(50), maxFeePerGas: gwei(150), maxPriorityFeePerGas: gwei(3) }));
      await anvil.mine();
      return id;
    },
  },
  {
    name: "E09 dropped by the node",
    expect: "evm.dropped",
    state: "dropped",
    make: async (world) => {
      const id = await remembered(world, pay(world.one, world.two));
      await world.anvil.rpc("anvil_dropTransaction", id);
      return id;
    },
  },
  {
    name: "E31 its block was exchanged",
    expect: "evm.reorged",
    make: async (world) => {
      const { anvil, one, two } = world;
      const { id } = await anvil.done(pay(one, two));
      await world.explainer.explain(id);
      await anvil.rpc("anvil_reorg", 1, []);
      await anvil.mine();
      return id;
    },
  },
];
