// Coins of a regtest wallet, spent one by one: which transaction spends which coin is the matter of
// every scenario, so the wallet's own choice is never used.
const SATS = 1e8;
export const coins = sats => (sats / SATS).toFixed(8);

/** P2WPKH with one input and one output. */
export const SMALL = 110;

const LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

function checksum(words) {
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  return words.reduce((sum, word) => {
    const top = sum >>> 25;
    const next = ((sum & 0x1ffffff) << 5) ^ word;
    return generators.reduce((mixed, generator, bit) => (top >> bit & 1 ? mixed ^ generator : mixed), next);
  }, 1);
}

/** Address number `at` of somebody else (BIP 173): a wallet that does not own it stays quick. */
function stranger(at) {
  const prefix = [...'rltc'].map(letter => letter.charCodeAt(0));
  const program = Array.from({ length: 32 }, (_, place) => (at >> (5 * place % 15)) & 31);
  const words = [0, ...program];
  const head = [...prefix.map(code => code >> 5), 0, ...prefix.map(code => code & 31)];
  const sum = checksum([...head, ...words, 0, 0, 0, 0, 0, 0]) ^ 1;
  const tail = Array.from({ length: 6 }, (_, place) => (sum >> (5 * (5 - place))) & 31);
  return `rltc1${[...words, ...tail].map(word => LETTERS[word]).join('')}`;
}

const STRANGERS = Array.from({ length: 2900 }, (_, at) => stranger(at + 1));

export class Purse {
  constructor(node) {
    this.node = node;
    this.free = [];
  }

  async fill(count) {
    this.home = await this.node.rpc('getnewaddress', '', 'bech32');
    await this.node.rpc('generatetoaddress', 120, this.home);
    const mature = (await this.node.rpc('listunspent', 100)).slice(0, 4);
    const each = Math.floor((mature.length * 50 * SATS - 1e6) / count);
    const outputs = [];
    for (let at = 0; at < count; at += 1) outputs.push({ [await this.address()]: coins(each) });
    const made = await this.sign(mature.map(({ txid, vout }) => ({ txid, vout })), outputs);
    const txid = await this.node.rpc('sendrawtransaction', made.hex, 0);
    await this.mine();
    this.free = outputs.map((_, vout) => ({ txid, vout, sats: each }));
  }

  address() {
    return this.node.rpc('getnewaddress', '', 'bech32');
  }

  coin() {
    return this.free.pop();
  }

  async mine(count = 1) {
    const blocks = await this.node.rpc('generatetoaddress', count, this.home);
    // A block full of the wallet's own outputs keeps it busy for seconds.
    await this.node.rpc('syncwithvalidationinterfacequeue');
    return blocks;
  }

  async sign(inputs, outputs, { lock = 0, previous } = {}) {
    const raw = await this.node.rpc('createrawtransaction', inputs, outputs, lock);
    const signed = await this.node.rpc('signrawtransactionwithwallet', raw, previous ?? []);
    return { raw, hex: signed.hex };
  }

  /**
   * Spends one coin whole, less a fee of `rate` sat/vB, to `to`. Nothing is sent.
   *
   * One signature in 128 is a byte shorter, and the rate then no round number: another receiver
   * gives another signature.
   */
  async spend(coin, rate, options = {}) {
    const plain = !options.to && !options.extra;
    let made = await this.spendOnce(coin, rate, options);
    for (let again = 0; plain && made.vsize < SMALL && again < 8; again += 1) {
      made = await this.spendOnce(coin, rate, options);
    }
    return made;
  }

  async spendOnce(coin, rate, { to, sequence = 0xffffffff, fee = Math.ceil(rate * SMALL), lock, extra = [] }) {
    const receiver = to ?? await this.address();
    const input = { txid: coin.txid, vout: coin.vout, sequence };
    const taken = extra.reduce((sum, one) => sum + (one.sats ?? 0), 0);
    const outputs = [{ [receiver]: coins(coin.sats - fee - taken) }, ...extra.map(one => one.output)];
    const previous = coin.script && [{ txid: coin.txid, vout: coin.vout, scriptPubKey: coin.script, amount: coins(coin.sats) }];
    const { raw, hex } = await this.sign([input], outputs, { lock, previous });
    const { txid, vout, vsize } = await this.node.rpc('decoderawtransaction', hex);
    return {
      raw, hex, txid, fee, receiver, sequence, vsize,
      coin: { txid, vout: 0, sats: coin.sats - fee - taken, script: vout[0].scriptPubKey.hex },
    };
  }

  async send(coin, rate, options) {
    const made = await this.spend(coin, rate, options);
    await this.node.rpc('sendrawtransaction', made.hex, 0);
    return made;
  }

  /** About 95 kvB in one transaction: a dozen of them fill a block. */
  async sendLarge(coin, rate, on = this.node) {
    const share = 10000;
    const size = 2900 * 31 + 110;
    const outputs = STRANGERS.map(address => ({ [address]: coins(share) }));
    outputs.push({ [this.home]: coins(coin.sats - 2900 * share - Math.ceil(rate * size)) });
    const { hex } = await this.sign([{ txid: coin.txid, vout: coin.vout }], outputs);
    return on.rpc('sendrawtransaction', hex, 0);
  }
}
