import { fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/**
 * What the senders know, outside of the server: one line for each send and each ack, on disk before
 * anything is done about it. Lines of one turn of the event loop share a sync.
 */
export class Journal {
  constructor(path) {
    this.path = path;
    this.file = openSync(path, 'a');
    this.waiting = [];
  }

  /** Resolves when the line is on disk. */
  write(entry) {
    return new Promise(resolve => {
      this.waiting.push([`${JSON.stringify(entry)}\n`, resolve]);
      if (this.waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  flush() {
    const batch = this.waiting;
    this.waiting = [];
    writeSync(this.file, batch.map(([line]) => line).join(''));
    fdatasyncSync(this.file);
    for (const [, resolve] of batch) resolve();
  }

  read() {
    return readFileSync(this.path, 'utf8').trim().split('\n').map(line => JSON.parse(line));
  }
}
