import { connect, createServer } from 'node:net';

/** A road to the server that breaks: each connection is cut after some bytes of one direction. */
export class CuttingProxy {
  constructor(port, random) {
    Object.assign(this, { target: port, random, cuts: 0, cutting: true, sockets: new Set() });
    this.kinds = { up: 0, down: 0, time: 0 };
  }

  async listen() {
    this.server = createServer({ noDelay: true }, client => this.carry(client));
    await new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve));
    this.port = this.server.address().port;
  }

  carry(client) {
    const server = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
    const ends = [client, server];
    for (const end of ends) this.sockets.add(end);
    const close = hard => {
      for (const end of ends) {
        this.sockets.delete(end);
        if (hard && end.resetAndDestroy) end.resetAndDestroy();
        else end.destroy();
      }
    };
    for (const end of ends) end.on('error', () => close(false)).on('close', () => close(false));
    if (!this.cutting) {
      client.pipe(server);
      server.pipe(client);
      return;
    }
    // From the first byte of the handshake to some dozens of messages; small numbers are likelier.
    const limit = Math.floor(2 ** (this.random.next() * 13));
    const direction = this.random.next() < 0.5 ? 'up' : 'down';
    const hard = this.random.next() < 0.5;
    let done = false;
    const cut = kind => {
      if (done || !this.cutting) return;
      done = true;
      this.cuts += 1;
      this.kinds[kind] += 1;
      close(hard);
    };
    const carry = (from, to, name) => {
      let passed = 0;
      from.on('data', bytes => {
        const left = name === direction && this.cutting ? limit - passed : bytes.length;
        passed += bytes.length;
        if (left >= bytes.length) return to.write(bytes);
        to.write(bytes.subarray(0, Math.max(0, left)), () => cut(name));
        return undefined;
      });
    };
    carry(client, server, 'up');
    carry(server, client, 'down');
    setTimeout(() => cut('time'), this.random.between(20, 1500)).unref();
  }

  /** From now on the road is sound; what is open goes on. */
  heal() {
    this.cutting = false;
    for (const socket of this.sockets) socket.destroy();
  }

  close() {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}
