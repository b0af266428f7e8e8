// A stand-in for the server while one works on the panel: speaks chat.v1 from memory, echoes as an agent.
// Not used by any test. node dev/mock.mjs [port]
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { WebSocketServer } from 'ws';

const port = Number(process.argv[2] ?? 8787);
const dist = new URL('../dist/', import.meta.url).pathname;
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
};
const PANEL_CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types keydesk";
const DEMO_CSP =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const visitors = new Map();
const files = new Map();
const agent = { id: 'a1', name: '苏雅' };
const visitorOf = token => {
  if (!visitors.has(token))
    visitors.set(token, {
      epoch: 'e1',
      seq: 0,
      events: [],
      msgs: [],
      socks: new Set(),
      cm: new Map(),
      read: {},
    });
  return visitors.get(token);
};
const emit = (v, e) => {
  const ev = { t: 'ev', seq: ++v.seq, ...e };
  if (ev.m) {
    ev.m.seq = ev.seq;
    v.msgs.push(ev.m);
  }
  v.events.push(ev);
  for (const s of v.socks) s(ev);
  return ev;
};
const say = (v, body, from = 'agent') =>
  emit(v, {
    k: 'msg',
    m: { mid: randomUUID(), from, body, ts: Date.now(), ...(from === 'agent' ? { agent } : {}) },
  });
function handle(state, f, out) {
  if (f.t === 'hello') {
    const token = f.token && visitors.has(f.token) ? f.token : randomUUID();
    const v = visitorOf(token);
    state.v = v;
    const resumed = f.resume?.epoch === v.epoch;
    out({
      t: 'welcome',
      sid: randomUUID(),
      epoch: v.epoch,
      seq: v.seq,
      resumed,
      hb: 25,
      max: 65536,
      now: Date.now(),
      visitor: {},
      ...(f.token === token ? {} : { token }),
    });
    if (resumed) for (const e of v.events.filter(e => e.seq > f.resume.seq)) out(e);
    else
      out({
        t: 'snap',
        seq: v.seq,
        conv: v.msgs.length ? { status: 'open' } : null,
        msgs: v.msgs.slice(-50),
        more: v.msgs.length > 50,
        unread: 0,
        read: v.read,
        quota: {},
      });
    out({ t: 'pres', agents: 2, eta: 120 });
    return;
  }
  const v = state.v;
  if (!v) return;
  if (f.t === 'send') {
    if (v.cm.has(f.cmid)) return out(v.cm.get(f.cmid));
    const m = {
      mid: randomUUID(),
      from: 'customer',
      body: f.body,
      ts: Date.now(),
      cmid: f.cmid,
      att: f.att?.map(id => files.get(id).meta),
    };
    const ev = emit(v, { k: 'msg', m });
    const ack = { t: 'ack', cmid: f.cmid, mid: m.mid, seq: ev.seq, ts: m.ts };
    v.cm.set(f.cmid, ack);
    out(ack);
    setTimeout(() => emit(v, { k: 'read', by: 'agent', mid: m.mid }), 700);
    setTimeout(() => {
      for (const s of v.socks) s({ t: 'typing', on: true, agent });
    }, 900);
    if (f.body.includes('seed?'))
      say(
        v,
        '我们从您的消息中移除了一组助记词。请把这个钱包当作已经泄露：新建钱包，并尽快转移资产。',
        'system',
      );
    setTimeout(
      () =>
        say(
          v,
          f.body.includes('link')
            ? '请看 https://www.linkbridge.example/help/deposit?id=1 ，不要点 https://linkbrìdge.com/x。'
            : `收到：${f.body}`,
        ),
      1900,
    );
  } else if (f.t === 'up') {
    const fid = randomUUID();
    files.set(fid, { meta: { fid, name: f.name, size: f.size, type: f.type } });
    out({ t: 'up', ref: f.ref, fid, url: `/chat/v1/files/${fid}`, max: 20971520 });
  } else if (f.t === 'more') {
    const older = v.msgs.filter(m => m.seq < f.before);
    out({ t: 'more', msgs: older.slice(-50), more: older.length > 50 });
  } else if (f.t === 'read') {
    v.read.customer = f.mid;
    emit(v, { k: 'read', by: 'customer', mid: f.mid });
  }
}
const server = createServer((req, res) => {
  const url = new URL(req.url, 'http://x');
  const send = (body, type, more = {}) => {
    res.writeHead(200, { 'Content-Type': type, ...more });
    res.end(body);
  };
  const file = (p, more) => {
    try {
      send(readFileSync(join(dist, p)), TYPES[extname(p)] ?? 'application/octet-stream', more);
    } catch {
      res.writeHead(404);
      res.end();
    }
  };
  if (url.pathname === '/panel') return file('panel.html', { 'Content-Security-Policy': PANEL_CSP });
  if (url.pathname === '/demo/' || url.pathname === '/demo')
    return file('demo/index.html', { 'Content-Security-Policy': DEMO_CSP });
  if (url.pathname === '/demo/en') return file('demo/en/index.html', { 'Content-Security-Policy': DEMO_CSP });
  if (url.pathname === '/chat/v1/inbox')
    return send(
      JSON.stringify({ name: '链桥钱包', color: '#2450e6', languages: ['zh-CN', 'en'] }),
      'application/json',
    );
  if (url.pathname.startsWith('/chat/v1/files/')) {
    const f = files.get(url.pathname.split('/').pop());
    if (req.method === 'PUT') {
      const parts = [];
      req.on('data', d => parts.push(d));
      req.on('end', () => {
        f.body = Buffer.concat(parts);
        send('{}', 'application/json');
      });
      return;
    }
    return send(f.body, f.meta.type);
  }
  file(url.pathname);
});
const wss = new WebSocketServer({ noServer: true, handleProtocols: () => 'chat.v1' });
server.on('upgrade', (req, sock, head) =>
  wss.handleUpgrade(req, sock, head, ws => {
    const state = {};
    const out = f => ws.readyState === 1 && ws.send(JSON.stringify(f));
    ws.on('message', d => {
      const had = state.v;
      handle(state, JSON.parse(d), out);
      if (!had && state.v) state.v.socks.add(out);
    });
    ws.on('close', () => state.v?.socks.delete(out));
  }),
);
server.listen(port, '127.0.0.1', () => console.log(`mock: http://127.0.0.1:${port}/demo/`));
void createHash;
