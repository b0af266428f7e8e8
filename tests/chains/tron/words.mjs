// Addresses and ABI words of TRON.
import { createHash } from "node:crypto";

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const sha256 = (bytes) => createHash("sha256").update(bytes).digest();

/** "41…" → "T…" */
export function base58(hex) {
  const body = Buffer.from(hex, "hex");
  let number = BigInt(`0x${Buffer.concat([body, sha256(sha256(body)).subarray(0, 4)]).toString("hex")}`);
  let out = "";
  for (; number > 0n; number /= 58n) out = alphabet[Number(number % 58n)] + out;
  return out;
}

/** "T…" or "41…" → "41…"; null when it is neither. */
export function hex(address) {
  if (/^41[0-9a-f]{40}$/i.test(address ?? "")) return address.toLowerCase();
  if (!/^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(address ?? "")) return null;
  let number = 0n;
  for (const letter of address) number = number * 58n + BigInt(alphabet.indexOf(letter));
  const bytes = number.toString(16).padStart(50, "0").slice(0, 42);
  return base58(bytes) === address ? bytes : null;
}

/** An address that belongs to nobody, the same for the same name. */
export const addressOf = (name) => base58(`41${sha256(`address of ${name}`).subarray(0, 20).toString("hex")}`);
export const idOf = (name) => sha256(`transaction ${name}`).toString("hex");
export const word = (x) => (typeof x === "string" ? hex(x).slice(2) : BigInt(x).toString(16)).padStart(64, "0");
export const textHex = (text) => Buffer.from(text).toString("hex");

/** What a contract answers with that returns or reverts with a string. */
export function textWords(text) {
  const bytes = textHex(text);
  return word(32) + word(bytes.length / 2) + bytes.padEnd(Math.ceil(bytes.length / 64) * 64, "0");
}
