// Makes valid secrets of every kind from a seeded generator. Nothing here was ever used by anybody.
import { createHash, createHmac, createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

const words = (name) =>
  readFileSync(new URL(`../../src/guard/data/words/${name}.txt`, import.meta.url), 'utf8').split(/\s+/).filter(Boolean);

/** mulberry32: small, seeded, good enough to vary text. */
export class Dice {
  constructor(seed) { this.state = seed >>> 0; }
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  below(n) { return Math.floor(this.next() * n); }
  chance(p) { return this.next() < p; }
  pick(list) { return list[this.below(list.length)]; }
  bytes(n) { return Buffer.from(Array.from({ length: n }, () => this.below(256))); }
  text(alphabet, n) { return Array.from({ length: n }, () => alphabet[this.below(alphabet.length)]).join(''); }
}

const sha256 = (data) => createHash('sha256').update(data).digest();
const BTC = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const XRP = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';
const B32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function base58(bytes, alphabet = BTC) {
  let n = BigInt(`0x${bytes.toString('hex') || '0'}`);
  let out = '';
  for (; n > 0n; n /= 58n) out = alphabet[Number(n % 58n)] + out;
  for (const b of bytes) { if (b !== 0) break; out = alphabet[0] + out; }
  return out;
}
const check58 = (bytes, alphabet) => base58(Buffer.concat([bytes, sha256(sha256(bytes)).subarray(0, 4)]), alphabet);

export function base32(bytes) {
  let bits = ''; for (const b of bytes) bits += b.toString(2).padStart(8, '0');
  let out = ''; for (let i = 0; i < bits.length; i += 5) out += B32[parseInt(bits.slice(i, i + 5).padEnd(5, '0'), 2)];
  return out;
}

function bech32(prefix, bytes) {
  const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
  let bits = ''; for (const b of bytes) bits += b.toString(2).padStart(8, '0');
  const data = []; for (let i = 0; i < bits.length; i += 5) data.push(parseInt(bits.slice(i, i + 5).padEnd(5, '0'), 2));
  const mod = (values) => {
    let c = 1;
    for (const v of values) {
      const top = c >>> 25; c = ((c & 0x1ffffff) << 5) ^ v;
      [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].forEach((g, i) => { if ((top >>> i) & 1) c ^= g; });
    }
    return c >>> 0;
  };
  const head = [...prefix].map((c) => c.charCodeAt(0) >> 5).concat(0, [...prefix].map((c) => c.charCodeAt(0) & 31));
  const sum = mod(head.concat(data, 0, 0, 0, 0, 0, 0)) ^ 1;
  return `${prefix}1${data.concat([25, 20, 15, 10, 5, 0].map((s) => (sum >>> s) & 31)).map((d) => alphabet[d]).join('')}`;
}

const LISTS = Object.fromEntries(['english', 'chinese_simplified', 'chinese_traditional', 'japanese', 'korean', 'spanish',
  'french', 'italian', 'portuguese', 'czech'].map((n) => [n, words(`bip39_${n}`)]));
const SLIP39 = words('slip39');
const MONERO = words('monero_english');
const MONERO_ZH = words('monero_chinese_simplified');
export const lists = { ...LISTS, slip39: SLIP39, monero: MONERO };

export function bip39(dice, language, count) {
  const entropy = dice.bytes((count / 3) * 4);
  let bits = ''; for (const b of entropy) bits += b.toString(2).padStart(8, '0');
  bits += sha256(entropy)[0].toString(2).padStart(8, '0').slice(0, count / 3);
  return Array.from({ length: count }, (_, i) => LISTS[language][parseInt(bits.slice(i * 11, i * 11 + 11), 2)]);
}

export function electrum(dice) {
  for (;;) {
    const phrase = Array.from({ length: 12 }, () => dice.pick(LISTS.english));
    const version = createHmac('sha512', 'Seed version').update(phrase.join(' ')).digest('hex');
    if (version.startsWith('01') || version.startsWith('100')) return phrase;
  }
}

export function slip39(dice, count = 20) {
  const id = [dice.below(1024), dice.below(1024)];
  const data = [...id, 0, dice.below(256), ...Array.from({ length: count - 7 }, () => dice.below(1024))];
  const mod = (values) => {
    const gen = [0xe0e040, 0x1c1c080, 0x3838100, 0x7070200, 0xe0e0009, 0x1c0c2412, 0x38086c24, 0x3090fc48, 0x21b1f890, 0x3f3f120];
    let c = 1;
    for (const v of values) {
      const top = c >>> 20; c = ((c & 0xfffff) << 10) ^ v;
      gen.forEach((g, i) => { if ((top >>> i) & 1) c ^= g; });
    }
    return c >>> 0;
  };
  const sum = mod([...[...'shamir'].map((c) => c.charCodeAt(0)), ...data, 0, 0, 0]) ^ 1;
  return [...data, (sum >>> 20) & 1023, (sum >>> 10) & 1023, sum & 1023].map((i) => SLIP39[i]);
}

export function monero(dice, list = MONERO, prefix = 3) {
  const phrase = Array.from({ length: 24 }, () => dice.pick(list));
  let crc = 0xffffffff;
  for (const byte of Buffer.from(phrase.map((w) => [...w].slice(0, prefix).join('')).join(''))) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return [...phrase, phrase[((crc ^ 0xffffffff) >>> 0) % 24]];
}

export function algorand(dice) {
  const key = dice.bytes(32);
  const eleven = (bytes) => {
    const out = []; let buffer = 0; let have = 0;
    for (const b of bytes) { buffer |= b << have; have += 8; if (have >= 11) { out.push(buffer & 2047); buffer >>= 11; have -= 11; } }
    if (have) out.push(buffer & 2047);
    return out;
  };
  const check = eleven(createHash('sha512-256').update(key).digest().subarray(0, 2))[0];
  return [...eleven(key), check].map((i) => LISTS.english[i]);
}

export function ton(dice) { return Array.from({ length: 24 }, () => dice.pick(LISTS.english)); }
export const moneroChinese = (dice) => monero(dice, MONERO_ZH, 1);

function keyPair(dice) {
  const seed = dice.bytes(32);
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const jwk = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).export({ format: 'jwk' });
  return Buffer.concat([seed, Buffer.from(jwk.x, 'base64url')]);
}

export const hexKey = (dice) => dice.bytes(32).toString('hex');
export const wif = (dice) => {
  const compressed = dice.chance(0.7);
  const version = dice.pick([0x80, 0x80, 0x80, 0xef, 0xb0, 0x9e]);
  return check58(Buffer.concat([Buffer.from([version]), dice.bytes(32), Buffer.from(compressed ? [1] : [])]));
};
export const xprv = (dice) => {
  const version = dice.pick(['0488ade4', '0488ade4', '049d7878', '04b2430c', '04358394', '044a4e28', '045f18bc']);
  return check58(Buffer.concat([Buffer.from(version, 'hex'), dice.bytes(41), Buffer.from([0]), dice.bytes(32)]));
};
export const xpub = (dice) => check58(Buffer.concat([Buffer.from(dice.pick(['0488b21e', '049d7cb2', '04b24746', '043587cf']), 'hex'), dice.bytes(41), Buffer.from([2]), dice.bytes(32)]));
export const bip38 = (dice) => check58(Buffer.concat([Buffer.from(dice.pick([[1, 0x42, 0xc0], [1, 0x42, 0xe0], [1, 0x43, 0x00], [1, 0x43, 0x20]])), dice.bytes(36)]));
export const miniKey = (dice) => {
  for (;;) { const key = `S${dice.text(BTC, 29)}`; if (sha256(`${key}?`)[0] === 0) return key; }
};
export const solana = (dice) => base58(keyPair(dice));
export const solanaArray = (dice) => { const b = [...keyPair(dice)]; return `[${b.join(dice.pick([',', ', ']))}]`; };
export const signature58 = (dice) => base58(dice.bytes(64));
export const near = (dice) => `ed25519:${base58(keyPair(dice))}`;
export const sui = (dice) => bech32('suiprivkey', Buffer.concat([Buffer.from([0]), dice.bytes(32)]));
export const nostr = (dice) => bech32('nsec', dice.bytes(32));
export const tezos = (dice) => (dice.chance(0.5)
  ? check58(Buffer.concat([Buffer.from([13, 15, 58, 7]), dice.bytes(32)]))
  : check58(Buffer.concat([Buffer.from([43, 246, 78, 7]), dice.bytes(64)])));
export const xrp = (dice) => check58(Buffer.concat([Buffer.from([0x21]), dice.bytes(16)]), XRP);
export const stellar = (dice) => {
  const body = Buffer.concat([Buffer.from([0x90]), dice.bytes(32)]);
  let crc = 0;
  for (const b of body) { crc ^= b << 8; for (let k = 0; k < 8; k++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff; }
  return base32(Buffer.concat([body, Buffer.from([crc & 255, crc >> 8])]));
};
export const keystore = (dice) => {
  const body = {
    version: 3, id: '3198bc9c-6672-5ab3-d995-4942343ae5b6', address: dice.bytes(20).toString('hex'),
    [dice.pick(['crypto', 'Crypto'])]: {
      ciphertext: hexKey(dice), cipherparams: { iv: dice.bytes(16).toString('hex') }, cipher: 'aes-128-ctr',
      kdf: dice.pick(['scrypt', 'pbkdf2']), kdfparams: { dklen: 32, salt: hexKey(dice), n: 262144, r: 8, p: 1 }, mac: hexKey(dice),
    },
  };
  return JSON.stringify(body, null, dice.pick([0, 0, 2]));
};
export const pem = (dice) => {
  const name = dice.pick(['PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'ENCRYPTED PRIVATE KEY']);
  const body = dice.bytes(dice.pick([48, 118, 300])).toString('base64').match(/.{1,64}/g);
  const lines = [`-----BEGIN ${name}-----`, ...body];
  if (dice.chance(0.85)) lines.push(`-----END ${name}-----`);
  return lines.map((l) => (dice.chance(0) ? `> ${l}` : l)).join('\n');
};
export const totpSecret = (dice) => {
  const key = base32(dice.bytes(dice.pick([10, 20, 20])));
  return dice.chance(0.4) ? key.match(/.{1,4}/g).join(' ') : dice.chance(0.2) ? key.toLowerCase() : key;
};
export const otpauth = (dice) => `otpauth://totp/Wallet:user${dice.below(999)}@example.com?secret=${base32(dice.bytes(20))}&issuer=Wallet`;
export const base64Key = (dice) => dice.bytes(32).toString('base64');
export const password = (dice) => {
  const word = dice.pick(['Sunny', 'wallet', 'Dragon', 'qingwa', 'Beijing', 'hunter', 'Secret', 'zhang', 'coin', 'Moon', 'liwei', 'Tiger']);
  return dice.pick([
    () => `${word}${dice.below(9000) + 1000}!`, () => `${word}@${dice.below(900) + 100}`, () => `${word}_${dice.below(99)}#x`,
    () => `${word.toLowerCase()}${1960 + dice.below(60)}`, () => `${dice.text('abcdefghkmnpqrstuvwxyz', 3)}${dice.text('ABCDEFGH', 2)}${dice.below(9999) + 10}$`,
    () => `P@ss${word}${dice.below(90) + 10}`, () => `${word}${word}88`,
  ])();
};
export const otp = (dice) => {
  const code = String(dice.below(1000000)).padStart(6, '0');
  return dice.chance(0.15) ? `${code.slice(0, 3)} ${code.slice(3)}` : dice.chance(0.1) ? `G-${code}` : dice.chance(0.1) ? `${code.slice(0, 3)}-${code.slice(3)}` : code;
};
export const pin = (dice) => String(dice.below(10 ** 6)).padStart(6, '0').slice(0, dice.pick([4, 6, 6]));
export const backupCodes = (dice) => {
  const shape = dice.pick([
    () => `${dice.below(9000) + 1000} ${dice.below(9000) + 1000}`, () => String(dice.below(90000000) + 10000000),
    () => `${dice.bytes(2).toString('hex')}-${dice.bytes(2).toString('hex')}`, () => `${dice.bytes(5).toString('hex')}`,
    () => `${dice.text('23456789ABCDEFGH', 5)}-${dice.text('23456789ABCDEFGH', 5)}`,
  ]);
  return Array.from({ length: dice.pick([3, 5, 8, 10]) }, shape).join(dice.pick(['\n', ', ', '  ', '\n']));
};
export const address = (dice) => dice.pick([
  () => `0x${dice.bytes(20).toString('hex')}`, () => check58(Buffer.concat([Buffer.from([0]), dice.bytes(20)])),
  () => check58(Buffer.concat([Buffer.from([5]), dice.bytes(20)])), () => bech32('bc', Buffer.concat([Buffer.from([0]), dice.bytes(20)])),
  () => check58(Buffer.concat([Buffer.from([0x41]), dice.bytes(20)])), () => base58(dice.bytes(32)),
  () => check58(Buffer.concat([Buffer.from([0]), dice.bytes(20)]), XRP), () => `G${base32(dice.bytes(35)).slice(1)}`,
])();
