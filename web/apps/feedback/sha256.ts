// SHA-256 (FIPS 180-4) of short texts, at once: crypto.subtle answers each by a promise, which makes a
// hundred thousand of them take seconds.
const K = Uint32Array.from({ length: 64 }, (_, i) => fraction(nthPrime(i) ** (1 / 3)));
const H = Uint32Array.from({ length: 8 }, (_, i) => fraction(nthPrime(i) ** (1 / 2)));

function nthPrime(n: number): number {
  for (let prime = 2, found = 0; ; prime++) {
    let whole = true;
    for (let d = 2; d * d <= prime && whole; d++) whole = prime % d !== 0;
    if (whole && found++ === n) return prime;
  }
}

function fraction(x: number): number {
  return Math.floor((x - Math.floor(x)) * 2 ** 32);
}

const W = new Uint32Array(64);
const encoder = new TextEncoder();

/** The first word of the digest. */
export function firstWord(text: string): number {
  const bytes = encoder.encode(text);
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const padded = new Uint8Array(blocks * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, bytes.length * 8);
  const hash = H.slice();
  for (let at = 0; at < padded.length; at += 64) block(view, at, hash);
  return hash[0]!;
}

function turn(x: number, by: number): number {
  return (x >>> by) | (x << (32 - by));
}

function block(view: DataView, at: number, hash: Uint32Array): void {
  for (let i = 0; i < 64; i++) {
    if (i < 16) {
      W[i] = view.getUint32(at + 4 * i);
      continue;
    }
    const a = W[i - 15]!;
    const b = W[i - 2]!;
    W[i] =
      W[i - 16]! +
      (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) +
      W[i - 7]! +
      (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
  }
  let a = hash[0]!;
  let b = hash[1]!;
  let c = hash[2]!;
  let d = hash[3]!;
  let e = hash[4]!;
  let f = hash[5]!;
  let g = hash[6]!;
  let h = hash[7]!;
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i]! + W[i]!) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  hash[0]! += a;
  hash[1]! += b;
  hash[2]! += c;
  hash[3]! += d;
  hash[4]! += e;
  hash[5]! += f;
  hash[6]! += g;
  hash[7]! += h;
}
