// A development chain: started as its own program, told what to do over JSON-RPC.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../", import.meta.url));
// The npm package's JavaScript wrapper would cost a process of its own.
const program = `${folder}node_modules/@foundry-rs/anvil-linux-${process.arch === "arm64" ? "arm64" : "amd64"}/bin/anvil`;

export const gwei = (x) => BigInt(Math.round(x * 1e9));
export const ether = (x) => BigInt(Math.round(x * 1e6)) * 10n ** 12n;
export const hex = (x) => `0x${BigInt(x).toString(16)}`;
export const word = (x) =>
  (typeof x === "string" && x.startsWith("0x") ? x.slice(2) : BigInt(x).toString(16)).padStart(64, "0");

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Anvil {
  static async start(chainId = 1) {
    const port = await freePort();
    const child = spawn(
      program,
      ["--host", "127.0.0.1", "--port", port, "--chain-id", chainId, "--no-mining", "--order", "fees", "--silent",
        "--block-base-fee-per-gas", String(gwei(10))],
      { stdio: "ignore" },
    );
    const anvil = new Anvil(child, port);
    for (let i = 0; i < 200; i++) {
      const up = await anvil.rpc("eth_chainId").catch(() => null);
      if (up) return anvil;
      await new Promise((done) => setTimeout(done, 50));
    }
    child.kill();
    throw new Error("anvil did not start");
  }

  constructor(child, port) {
    this.child = child;
    this.url = `http://127.0.0.1:${port}`;
    /** The same node under two names: two witnesses for what is not there. */
    this.urls = [this.url, `http://localhost:${port}`];
  }

  stop() {
    this.child.kill();
  }

  async rpc(method, ...params) {
    const said = await fetch(this.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = await said.json();
    if (error) throw Object.assign(new Error(`${method}: ${error.message}`), error);
    return result;
  }

  async mine(blocks = 1) {
    if (blocks > 1) return this.rpc("anvil_mine", hex(blocks));
    return this.rpc("evm_mine");
  }

  /** What the next block asks. */
  async baseFee(fee) {
    await this.rpc("anvil_setNextBlockBaseFeePerGas", hex(fee));
  }

  /** Base fee 10 gwei from the next block on, and a head of this moment. */
  async calm() {
    await this.baseFee(gwei(10));
    await this.mine();
  }

  /** A new account that may send without a key. */
  async account(balance = ether(100)) {
    const address = `0x${randomBytes(20).toString("hex")}`;
    await this.rpc("anvil_setBalance", address, hex(balance));
    await this.rpc("anvil_impersonateAccount", address);
    return address;
  }

  /** Hash of a transaction that now waits. */
  send(fields) {
    const out = { gas: 200_000, maxFeePerGas: gwei(100), maxPriorityFeePerGas: gwei(1), ...fields };
    for (const key of ["gas", "maxFeePerGas", "maxPriorityFeePerGas", "value", "nonce"]) {
      if (out[key] !== undefined) out[key] = hex(out[key]);
    }
    return this.rpc("eth_sendTransaction", out);
  }

  /** Sent and mined. */
  async done(fields) {
    const id = await this.send(fields);
    await this.mine();
    const receipt = await this.rpc("eth_getTransactionReceipt", id);
    if (!receipt) throw new Error("it was not mined");
    return { id, receipt, failed: receipt.status !== "0x1" };
  }

  async deploy(contract, args = "") {
    const from = await this.account();
    const { receipt } = await this.done({ from, data: contract.create + args, gas: 6_000_000 });
    if (receipt.status !== "0x1") throw new Error("the contract was not deployed");
    return { address: receipt.contractAddress, owner: from };
  }

  /** A contract at a given address: its constructor runs there, then its code is put in place. */
  async deployAt(address, contract) {
    const owner = await this.account();
    await this.rpc("anvil_setCode", address, contract.create);
    await this.done({ from: owner, to: address, gas: 6_000_000 });
    await this.rpc("anvil_setCode", address, contract.code);
    return { address, owner };
  }
}
