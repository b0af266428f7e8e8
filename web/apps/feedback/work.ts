// A form that the server has sealed, and the work that shows it was no mass mailing: see
// src/api/public/form_seal.hpp. The work begins when the page opens, so nobody waits for it.
import { signal } from '@preact/signals';
import { firstWord } from './sha256';

export interface Sealed {
  form: string;
  bits: number;
  brand: string;
  color: string;
  /** Answers may go to an address, once its owner has confirmed it. */
  mail: boolean;
}

const SLICE_MS = 24;
/** The server takes no form that is younger. */
const LEAST_AGE_MS = 3_200;

/** Finds the text that makes sha256("<form>.<text>") begin with `bits` zero bits; at most 32. */
export async function work(form: string, bits: number): Promise<string> {
  for (let n = 0; ; ) {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      for (let i = 0; i < 64; i++, n++) {
        const text = n.toString(36);
        if (Math.clz32(firstWord(`${form}.${text}`)) >= bits) return text;
      }
    }
    await new Promise(r => setTimeout(r, 0));
  }
}

export class Seal {
  private current: Promise<{ sealed: Sealed; work: string; since: number }> | undefined;

  /** What the last form offers; undefined before there was one. */
  readonly offer = signal<Sealed | undefined>(undefined);

  /** Fetches a form and begins its work, unless one is at hand. */
  prepare(): Promise<{ sealed: Sealed; work: string; since: number }> {
    this.current ??= this.fresh().catch(error => {
      this.current = undefined;
      throw error;
    });
    return this.current;
  }

  /** A form that the server will take now, once. */
  async take(): Promise<{ form: string; work: string }> {
    const { sealed, work, since } = await this.prepare();
    const wait = since + LEAST_AGE_MS - Date.now();
    if (wait > 0) await new Promise(r => setTimeout(r, wait));
    return { form: sealed.form, work };
  }

  /** It was used, or the server does not know it any more. */
  drop(): void {
    this.current = undefined;
  }

  private async fresh() {
    const response = await fetch('/feedback/v1/form');
    if (!response.ok) throw new Error(`form: ${response.status}`);
    const sealed = (await response.json()) as Sealed;
    const since = Date.now();
    this.offer.value = sealed;
    return { sealed, work: await work(sealed.form, sealed.bits), since };
  }
}

export interface Problem {
  code?: string;
  title?: string;
  detail?: string;
  what_to_do?: string;
  errors?: { field: string; problem: string }[];
}

/** POSTs with a sealed form; a form that went stale (the server restarted) is replaced once. */
export async function post<T>(
  seal: Seal,
  url: string,
  body: Record<string, unknown>,
): Promise<{ ok: T } | { problem: Problem; status: number }> {
  for (let again = false; ; again = true) {
    const proof = await seal.take();
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ website: '', ...body, ...proof }),
    });
    if (response.ok) return { ok: (await response.json()) as T };
    const problem = (await response.json().catch(() => ({}))) as Problem;
    if (!/^form_(stale|used)$/.test(problem.code ?? '') || again) {
      return { problem, status: response.status };
    }
    seal.drop();
  }
}

/** 32 random bytes: opens what this browser has sent. */
export function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
