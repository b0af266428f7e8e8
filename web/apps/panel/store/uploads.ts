// Files on their way up: asked for with a frame, sent with a PUT that reports its progress and can be
// taken back. A file waits while there is no connection.

import type { ClientFrame, Nack, UploadGrant } from '@keydesk/wire/frames';
import { signal } from '@preact/signals';

export interface Upload {
  ref: string;
  file: File;
  state: 'checking' | 'waiting' | 'uploading' | 'done' | 'failed';
  progress: number;
  problem?: 'too_big' | 'type' | 'network' | 'secret' | 'unchecked';
  fid?: string;
  image?: { w: number; h: number };
}

export const MAX_FILE_BYTES = 20 * 1024 * 1024;
export const MAX_FILES = 10;
const ALLOWED = /^(image\/(png|jpeg|gif|webp)|application\/pdf|text\/[\w.+-]+|application\/json)$/;

export interface Lines {
  send(frame: ClientFrame): boolean;
  token(): string | undefined;
  /** Adds what every address of the door needs. */
  address(url: string): string;
  /** Judges a text file on the device; false: it may not leave it. */
  cleared(file: File): Promise<'clean' | 'found' | 'unavailable'>;
}

export class Uploads {
  readonly items = signal<Upload[]>([]);
  private requests = new Map<string, XMLHttpRequest>();

  constructor(private readonly lines: Lines) {}

  get busy(): boolean {
    return this.items.value.some(u => u.state !== 'done' && u.state !== 'failed');
  }

  async add(files: Iterable<File>): Promise<void> {
    for (const file of files) {
      if (this.items.value.length >= MAX_FILES) return;
      const ref = crypto.randomUUID();
      this.items.value = [...this.items.value, { ref, file, state: 'checking', progress: 0 }];
      void this.begin(ref, file);
    }
  }

  private async begin(ref: string, file: File): Promise<void> {
    if (file.size > MAX_FILE_BYTES) return this.change(ref, { state: 'failed', problem: 'too_big' });
    if (!ALLOWED.test(typeOf(file))) return this.change(ref, { state: 'failed', problem: 'type' });
    if (isText(file)) {
      const verdict = await this.lines.cleared(file);
      if (verdict === 'found') return this.change(ref, { state: 'failed', problem: 'secret' });
      if (verdict === 'unavailable') return this.change(ref, { state: 'failed', problem: 'unchecked' });
    }
    const image = await measured(file);
    this.change(ref, { state: 'waiting', image });
    this.ask(ref);
  }

  retry(ref: string): void {
    const item = this.items.value.find(u => u.ref === ref);
    if (!item) return;
    this.change(ref, { state: 'checking', problem: undefined, progress: 0 });
    void this.begin(ref, item.file);
  }

  remove(ref: string): void {
    this.requests.get(ref)?.abort();
    this.requests.delete(ref);
    this.items.value = this.items.value.filter(u => u.ref !== ref);
  }

  clear(): void {
    for (const { ref } of this.items.value) this.remove(ref);
  }

  /** Asks for a place for every file that waits; called again after each reconnect. */
  resume(): void {
    for (const item of this.items.value) if (item.state === 'waiting') this.ask(item.ref);
  }

  private ask(ref: string): void {
    const item = this.items.value.find(u => u.ref === ref);
    if (item)
      this.lines.send({ t: 'up', ref, name: item.file.name, size: item.file.size, type: typeOf(item.file) });
  }

  refused(nack: Nack): void {
    const ref = nack.ref ?? nack.cmid;
    if (!ref || !this.items.value.some(u => u.ref === ref)) return;
    this.change(ref, {
      state: 'failed',
      problem: nack.code === 'too_long' ? 'too_big' : nack.code === 'bad' ? 'type' : 'network',
    });
  }

  granted(grant: UploadGrant): void {
    const item = this.items.value.find(u => u.ref === grant.ref);
    if (item?.state !== 'waiting') return;
    if (item.file.size > grant.max) return this.change(grant.ref, { state: 'failed', problem: 'too_big' });
    this.change(grant.ref, { state: 'uploading', fid: grant.fid });
    const request = new XMLHttpRequest();
    this.requests.set(grant.ref, request);
    request.open('PUT', this.lines.address(grant.url));
    const token = this.lines.token();
    if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Content-Type', typeOf(item.file));
    request.upload.onprogress = event => {
      if (event.lengthComputable) this.change(grant.ref, { progress: event.loaded / event.total });
    };
    request.onload = () => {
      this.requests.delete(grant.ref);
      if (request.status < 300) this.change(grant.ref, { state: 'done', progress: 1 });
      else if (request.status === 413) this.change(grant.ref, { state: 'failed', problem: 'too_big' });
      else if (request.status === 415) this.change(grant.ref, { state: 'failed', problem: 'type' });
      else this.change(grant.ref, { state: 'failed', problem: 'network' });
    };
    request.onerror = () => {
      this.requests.delete(grant.ref);
      this.change(grant.ref, { state: 'failed', problem: 'network' });
    };
    request.send(item.file);
  }

  private change(ref: string, change: Partial<Upload>): void {
    this.items.value = this.items.value.map(u => (u.ref === ref ? { ...u, ...change } : u));
  }
}

export function typeOf(file: { name: string; type: string }): string {
  if (file.type) return file.type.split(';')[0]!;
  return /\.(txt|log|csv|md|json)$/i.test(file.name) ? 'text/plain' : 'application/octet-stream';
}

export function isText(file: { name: string; type: string }): boolean {
  return /^text\/|json/.test(typeOf(file));
}

/** Width and height, so that the bubble has its size before the picture is there. */
async function measured(file: File): Promise<{ w: number; h: number } | undefined> {
  if (!file.type.startsWith('image/') || typeof createImageBitmap === 'undefined') return undefined;
  try {
    const bitmap = await createImageBitmap(file);
    const size = { w: bitmap.width, h: bitmap.height };
    bitmap.close();
    return size;
  } catch {
    return undefined;
  }
}
