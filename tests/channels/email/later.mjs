// Where libfaketime lies (Debian: libfaketime).
import { existsSync } from 'node:fs';

export function libfaketime() {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const found = `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`;
  if (!existsSync(found)) throw new Error('libfaketime is missing: tools/install test');
  return found;
}
