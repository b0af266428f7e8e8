/** What the browser tests use of it; see anvil.mjs. */
export const gwei: (amount: number) => bigint;
export const ether: (amount: number) => bigint;

interface Fields {
  from: string;
  to?: string;
  value?: bigint;
  nonce?: number;
  gas?: number;
  maxFeePerGas?: bigint;
  maxPriorityFeePerGas?: bigint;
}

export class Anvil {
  static start(chainId?: number): Promise<Anvil>;
  readonly url: string;
  readonly urls: string[];
  stop(): void;
  mine(blocks?: number): Promise<void>;
  baseFee(fee: bigint): Promise<void>;
  calm(): Promise<void>;
  account(balance?: bigint): Promise<string>;
  send(fields: Fields): Promise<string>;
}
