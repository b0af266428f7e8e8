// A stand-in for /api/v1 while one works on the console. Not used by any test. node dev/console-mock.mjs [port]
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { WebSocketServer } from 'ws';

const port = Number(process.argv[2] ?? 8790);
const many = Number(process.argv[3] ?? 3000);
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' ws:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";
async function bundle() {
  await build({ entryPoints: ['apps/console/main.tsx'], outfile: 'dist/dev/console.js', bundle: true, format: 'esm', jsx: 'automatic', jsxImportSource: 'preact', target: ['es2022'], minify: true, charset: 'utf8', logLevel: 'warning' });
}
await bundle();
const now = Date.now(), M = 60000, H = 60 * M, D = 24 * H;
const agents = [
  { id: 'a1', name: '苏雅', email: 'suya@demo.test', role: 'admin', availability: 'online', online: true, teams: ['t1'], disabled: false },
  { id: 'a2', name: '李工', email: 'li@demo.test', role: 'agent', availability: 'online', online: true, teams: ['t1', 't2'], disabled: false },
  { id: 'a3', name: 'Maya Chen', email: 'maya@demo.test', role: 'lead', availability: 'away', online: false, teams: ['t2'], disabled: false },
];
const me = { ...agents[0], locale: 'zh-CN', totp: false, permissions: [], avatar: null };
const teams = [{ id: 't1', name: '链上客服' }, { id: 't2', name: '安全组' }];
const labels = [['l1', '提币', '#2450e6'], ['l2', '安全', '#b42318'], ['l3', 'Gas', '#b54708'], ['l4', 'NFT', '#6938ef']].map(([id, name, color]) => ({ id, name, color }));
const inboxes = [{ id: 'i1', name: '官网聊天', kind: 'web', key: 'k1', snippet: '<script async src="https://desk.example/widget.js" data-inbox="k1"></script>', sites: ['https://wallet.example'], color: '#2450e6', greeting: { zh: '您好', en: 'Hello' } }, { id: 'i2', name: 'App', kind: 'web', key: 'k2', snippet: '<script></script>', sites: [], color: '#0e7c86', greeting: {} }];
const saved = [
  { id: 's1', shortcut: 'hash', title: '索要交易哈希', body: '{{customer.name}}，您好！请提供这笔交易的哈希（0x 或 64 位字符），我来帮您核对。我们绝不会索要助记词或私钥。', locale: 'zh-CN', shared: true },
  { id: 's2', shortcut: 'seed', title: 'Seed phrase burned', body: 'Hello {{customer.name}}, please treat this wallet as burned and move your funds to a new one. — {{agent.name}}', locale: 'en', shared: true },
  { id: 's3', shortcut: 'gas', title: 'Gas 说明', body: 'Gas 费由矿工收取，失败的交易也会扣除。', locale: 'zh-CN', shared: false },
];
const names = ['林晓', '王磊', 'Ana Souza', '陈静', 'John Park', '李雷', '佐藤由纪', '赵敏', 'Omar Haddad', '孙悦', 'Minh Trần', '周航'];
const lasts = ['提币 120 USDT 显示成功但没到账', '忘记登录密码，换了新手机', 'How do I bridge USDT from Tron to Ethereum?', '有人在群里自称官方客服私信我', 'I approved a suspicious contract, how do I revoke it?', 'Gas 费扣了但交易失败', 'NFT が表示されません', '想把钱包换到硬件设备', 'Card payment declined twice', '质押收益今天没有发放', 'Không rút được tiền', '地址被标记为高风险，申请复核'];
let change = 100000;
const convs = new Map(), msgs = new Map();
for (let i = 0; i < many; i++) {
  const id = `c${i}`, at = now - i * 97000 - 30000;
  const who = i % 3 === 0 ? agents[0] : i % 3 === 1 ? null : agents[1];
  convs.set(id, { id, number: 20481 + i, inbox: { id: i % 2 ? 'i2' : 'i1', name: inboxes[i % 2].name, kind: 'web' }, customer: { id: `u${i}`, name: names[i % 12], verified: i % 4 === 0, locale: /[a-z]/i.test(names[i % 12][0]) ? 'en' : 'zh-CN', avatar_seed: `u${i}` }, status: i % 17 === 5 ? 'resolved' : i % 23 === 7 ? 'snoozed' : 'open', priority: ['none', 'none', 'urgent', 'none', 'high', 'medium'][i % 6], assignee: who && { id: who.id, name: who.name }, team: i % 5 ? null : teams[0], labels: labels.filter((_, n) => (i + n) % 5 === 0), snippet: { from: ['customer', 'agent', 'customer', 'note'][i % 4], text: lasts[i % 12], at }, unread: i % 12 === 0 ? 2 : i % 5 === 2 ? 1 : 0, waiting_since: i % 4 === 1 ? null : at - (i % 7) * 5 * M, last_message_at: at, created_at: at - H, findings: i % 12 === 3 ? 1 : 0, change: many - i, seq: 0 });
}
function history(id) {
  if (msgs.has(id)) return msgs.get(id);
  const c = convs.get(id), list = [];
  const add = (kind, body, ago, more = {}) => list.push({ id: `${id}-m${list.length}`, seq: list.length + 1, conversation: id, kind, body, at: now - ago, attachments: [], redacted: [], ...more });
  if (id === 'c0') for (let n = 0; n < 10000; n++) add(n % 3 ? 'customer' : 'reply', `第 ${n} 条 ${'历史消息 '.repeat(1 + n % 9)}`, 20 * D - n * M * 2, n % 3 ? {} : { author: agents[1], state: 'read' });
  add('customer', '你好，我昨天提了 120 USDT 到交易所，钱包里显示成功，但交易所一直没到账。', D + 3 * H);
  add('event', '', D + 2 * H, { author: agents[2], event: { what: 'assigned', assignee: agents[0] } });
  add('reply', '您好，我是链桥官方客服苏雅。请提供这笔交易的哈希（0x 或 64 位字符），我来帮您核对。请注意：我们绝不会索要助记词或私钥。', D + H, { author: agents[0], state: 'read' });
  add('customer', '我的助记词是 [已移除: 助记词] ，帮我看看？', 40 * M, { redacted: ['seed_phrase'] });
  add('event', '', 40 * M, { event: { what: 'guard', kinds: ['seed_phrase'] } });
  add('system', '您刚才的消息包含助记词，我们没有保存它。请把这个钱包视为已泄露，立即把资产转移到新钱包。', 40 * M);
  add('customer', '好的，刚才差点出事。哈希是 0x7c1f9d… 浏览器在 https://etherscan.io/tx/0x7c1f9d22?x=1 （还有 https://linkbrìdge.com/login ）', 35 * M);
  add('customer', '截图在这里', 34 * M, { attachments: [{ id: 'f1', name: '截图.png', size: 48211, type: 'image/png', url: '/api/v1/files/f1', image: { w: 640, h: 400 } }, { id: 'f2', name: '交易记录.pdf', size: 148211, type: 'application/pdf', url: '/api/v1/files/f2' }] });
  add('note', '@李工 这笔缺少 Memo/标签，交易所需要人工入账。已查：19 个确认，收款方为交易所热钱包。', 20 * M, { author: agents[0] });
  add('reply', 'Done — the exchange confirmed it.', 10 * M, { author: agents[0], state: 'delivered' });
  add('customer', c.snippet.text, 5 * M);
  msgs.set(id, list); c.seq = list.length;
  return list;
}
const socks = new Set();
const cast = f => { for (const s of socks) s.send(JSON.stringify(f)); };
const counts = () => { const open = [...convs.values()].filter(c => c.status === 'open'); const by = (k) => { const o = {}; for (const c of open) for (const x of [k(c)].flat()) if (x) o[x] = (o[x] ?? 0) + 1; return o; }; return { mine: open.filter(c => c.assignee?.id === 'a1').length, unassigned: open.filter(c => !c.assignee).length, all: open.length, security: open.filter(c => c.findings).length, by_inbox: by(c => c.inbox.id), by_label: by(c => c.labels.map(l => l.id)), by_status: { open: open.length, snoozed: [...convs.values()].filter(c => c.status === 'snoozed').length, resolved: [...convs.values()].filter(c => c.status === 'resolved').length } }; };
const say = (c, kind, body, more = {}) => { const list = history(c.id); const m = { id: randomUUID(), seq: list.length + 1, conversation: c.id, kind, body, at: Date.now(), attachments: [], redacted: [], ...more }; list.push(m); c.seq = m.seq; if (kind !== 'event') { c.snippet = { from: kind === 'reply' ? 'agent' : kind, text: body, at: m.at }; c.last_message_at = m.at; } if (kind === 'customer') { c.unread++; c.waiting_since ??= m.at; } if (kind === 'reply') c.waiting_since = null; c.change = ++change; cast({ t: 'conv', conv: c, m }); cast({ t: 'counts', ...counts() }); return m; };
const patch = (c, p) => { if (p.status) { c.status = p.status; c.snoozed_until = p.snoozed_until ?? null; say(c, 'event', '', { author: agents[0], event: { what: 'status', status: p.status, snoozed_until: p.snoozed_until } }); } if ('assignee' in p) { const a = agents.find(x => x.id === p.assignee); c.assignee = a ? { id: a.id, name: a.name } : null; say(c, 'event', '', { author: agents[0], event: { what: 'assigned', assignee: c.assignee } }); } if ('team' in p) c.team = teams.find(t => t.id === p.team) ?? null; if (p.priority) c.priority = p.priority; if (p.labels) c.labels = labels.filter(l => p.labels.includes(l.id)); c.change = ++change; cast({ t: 'conv', conv: c }); return c; };
const seen = new Map();
let loggedIn = true;
const routes = [
  ['POST', /^\/login$/, (_, b) => b.password === 'wrong' ? [401, { code: 'denied', detail: 'no' }] : b.password === 'lock' ? [429, { code: 'rate_limited' }, { 'Retry-After': '75' }] : b.password === 'totp' && !b.code ? [401, { code: 'denied', totp_required: true }] : ((loggedIn = true), [200, { me, csrf: 'x' }])],
  ['POST', /^\/logout$/, () => ((loggedIn = false), [204])],
  ['GET', /^\/me$/, () => loggedIn ? [200, { me, csrf: 'x', workspace: { name: '链桥钱包' } }] : [401, { code: 'denied' }]],
  ['PATCH', /^\/me$/, (_, b) => [200, { me: Object.assign(me, b) }]],
  ['GET', /^\/me\/sessions$/, () => [200, { items: [{ id: '1', created_at: now - D, seen_at: now, ip: '127.0.0.1', agent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/156.0', current: true }, { id: '2', created_at: now - 3 * D, seen_at: now - D, ip: '10.0.0.4', agent: 'Mozilla/5.0 (iPhone) Safari/605', current: false }] }]],
  ['POST', /^\/me\/totp$/, () => [200, { secret: 'JBSWY3DPEHPK3PXP', otpauth: 'otpauth://', qr_svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h4v4H0zM6 6h3v3H6z"/></svg>' }]],
  ['POST', /^\/me\/totp\/confirm$/, () => [200, { recovery_codes: ['abcd-1234', 'efgh-5678'] }]],
  ['POST', /^\/me\/password$/, () => [400, { code: 'invalid_input', detail: '当前密码不正确', errors: [{ field: 'current', problem: '当前密码不正确' }] }]],
  ['GET', /^\/invites\/ok$/, () => [200, { email: 'new@demo.test', role: 'agent' }]],
  ['GET', /^\/conversations\/counts$/, () => [200, counts()]],
  ['GET', /^\/conversations$/, (q) => { const v = q.get('view') ?? 'all', s = q.get('status') ?? 'open'; let l = [...convs.values()].filter(c => (s === 'any' || c.status === s) && (v === 'all' || (v === 'mine' && c.assignee?.id === 'a1') || (v === 'unassigned' && !c.assignee) || (v === 'security' && c.findings)) && (!q.get('inbox') || c.inbox.id === q.get('inbox')) && (!q.get('label') || c.labels.some(x => x.id === q.get('label'))) && (!q.get('team') || c.team?.id === q.get('team'))); l.sort((a, b) => b.last_message_at - a.last_message_at); if (q.get('sort') === 'waiting') l.sort((a, b) => (a.waiting_since ?? 9e15) - (b.waiting_since ?? 9e15)); const f = Number(q.get('after') ?? 0), n = Number(q.get('limit') ?? 50); return [200, { items: l.slice(f, f + n), next: f + n < l.length ? String(f + n) : null, change }]; }],
  ['POST', /^\/conversations\/bulk$/, (_, b) => [200, { items: b.ids.map(id => patch(convs.get(id), b.patch)), failed: [] }]],
  ['GET', /^\/conversations\/([^/]+)$/, (_, __, id) => { const c = convs.get(id); if (!c) return [404, { code: 'not_found' }]; const h = history(id); return [200, { conv: c, customer: { ...c.customer, email: 'lin@example.com', created_at: now - 40 * D, seen_at: now - M, external_id: '8810422', page: { url: 'https://wallet.example/withdraw?x=1', title: '提币 · 链桥钱包' }, device: 'Android 16 · Chrome 156', note: '', fields: { 应用版本: '7.42.1', 网络: 'TRON, Ethereum' } }, messages: h.slice(-50), more: h.length > 50, reads: { customer: h.findLast(m => m.kind === 'reply' && m.state === 'read')?.id }, viewers: id === 'c3' || id === 'c1' ? [{ agent: agents[1], typing: id === 'c3' }] : [] }]; }],
  ['GET', /^\/conversations\/([^/]+)\/messages$/, (q, _, id) => { const h = history(id).filter(m => m.seq < Number(q.get('before') ?? 1e9)); const n = Number(q.get('limit') ?? 50); return [200, { items: h.slice(-n), more: h.length > n }]; }],
  ['POST', /^\/conversations\/([^/]+)\/messages$/, (_, b, id) => { if (b.body === 'fail') return [503, { code: 'unavailable', detail: '磁盘已满' }]; if (seen.has(b.client_id)) return [200, { message: seen.get(b.client_id) }]; const c = convs.get(id); const news = history(id).filter(m => m.seq > b.seen_seq && m.kind !== 'event' && m.author?.id !== 'a1'); if (news.length && !b.force) return [409, { code: 'moved_on', detail: 'moved', messages: news }]; const m = say(c, b.kind, b.body, { author: agents[0], client_id: b.client_id, state: b.kind === 'reply' ? 'sent' : null, attachments: (b.attachments ?? []).map(i => files.get(i)) }); seen.set(b.client_id, m); if (b.body.includes('?')) { setTimeout(() => cast({ t: 'typing', conversation: id, who: 'customer', on: true }), 800); setTimeout(() => say(c, 'customer', '好的，谢谢！'), 2500); } setTimeout(() => cast({ t: 'reads', conversation: id, by: 'customer', mid: m.id }), 1500); return [200, { message: m }]; }],
  ['PATCH', /^\/conversations\/([^/]+)$/, (_, b, id) => [200, { conv: patch(convs.get(id), b) }]],
  ['POST', /^\/conversations\/([^/]+)\/read$/, (_, b, id) => { convs.get(id).unread = 0; return [204]; }],
  ['GET', /^\/customers\/([^/]+)$/, () => [200, { customer: {}, conversations: [...convs.values()].slice(40, 43) }]],
  ['PATCH', /^\/customers\/([^/]+)$/, (_, b) => [200, { customer: b }]],
  ['GET', /^\/search$/, (q) => { const w = q.get('q'); const items = [...convs.values()].filter(c => c.snippet.text.includes(w)).slice(0, 50).map(c => { const i = c.snippet.text.indexOf(w); return { conversation: c, message: { id: c.id, seq: 3, at: c.last_message_at, kind: 'customer' }, snippet: [{ text: c.snippet.text.slice(0, i), hit: false }, { text: w, hit: true }, { text: c.snippet.text.slice(i + w.length), hit: false }] }; }); return [200, { items, next: null, took_ms: 3.2 }]; }],
  ['GET', /^\/agents$/, () => [200, { items: agents }]], ['GET', /^\/teams$/, () => [200, { items: teams }]], ['GET', /^\/labels$/, () => [200, { items: labels }]],
  ['GET', /^\/saved_replies$/, () => [200, { items: saved }]], ['GET', /^\/inboxes$/, () => [200, { items: inboxes }]], ['GET', /^\/workspace$/, () => [200, { name: '链桥钱包' }]],
  ['POST', /^\/labels$/, (_, b) => { labels.push({ id: randomUUID(), ...b }); return [200, {}]; }],
  ['POST', /^\/agents\/invite$/, () => [200, { url: `http://127.0.0.1:${port}/console/invite/ok`, expires_at: now + 7 * D }]],
  ['POST', /^\/inboxes\/[^/]+\/rotate_secret$/, () => [200, { identity_secret: 'kd_sec_0f1e2d3c4b5a69788796a5b4c3d2e1f0' }]],
  ['GET', /^\/audit$/, () => [200, { items: Array.from({ length: 20 }, (_, i) => ({ at: now - i * H, actor: agents[i % 3].name, action: ['login', 'agent.role', 'inbox.rotate_secret'][i % 3], object: 'x', detail: { from: 'agent', to: 'lead' } })), next: null }]],
];
const files = new Map();
const server = createServer(async (q, r) => {
  const u = new URL(q.url, 'http://x');
  if (u.pathname === '/dev/console.js' || u.pathname === '/dev/console.css') { r.setHeader('content-type', u.pathname.endsWith('js') ? 'text/javascript' : 'text/css'); return r.end(readFileSync(`dist${u.pathname}`)); }
  if (u.pathname === '/dev/rebuild') { await bundle().catch(() => {}); return r.end('ok'); }
  if (u.pathname === '/dev/say') { const c = convs.get(u.searchParams.get('c')); say(c, u.searchParams.get('kind') ?? 'customer', u.searchParams.get('t'), u.searchParams.get('kind') === 'reply' ? { author: agents[1] } : {}); return r.end('ok'); }
  if (u.pathname.startsWith('/api/v1')) {
    const chunks = []; for await (const c of q) chunks.push(c); const raw = Buffer.concat(chunks);
    const p = u.pathname.slice(7);
    if (p.startsWith('/files/')) { r.setHeader('content-type', 'image/svg+xml'); return r.end('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400"><rect width="640" height="400" fill="#8aa8ff"/></svg>'); }
    if (p === '/files') { const f = { id: randomUUID(), name: u.searchParams.get('name'), size: raw.length, type: q.headers['content-type'] }; if (f.type.startsWith('image/')) f.image = { w: 200, h: 120 }; files.set(f.id, f); r.setHeader('content-type', 'application/json'); return r.end(JSON.stringify(f)); }
    for (const [m, re, fn] of routes) { const hit = re.exec(p); if (m === q.method && hit) { const [st, body, head] = fn(u.searchParams, raw.length ? JSON.parse(raw) : {}, decodeURIComponent(hit[1] ?? '')); r.writeHead(st, { 'content-type': 'application/json', ...head }); return r.end(body === undefined ? '' : JSON.stringify(body)); } }
    r.writeHead(404, { 'content-type': 'application/json' }); return r.end(JSON.stringify({ code: 'not_found', detail: 'no such path' }));
  }
  r.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CSP });
  r.end(readFileSync('apps/console/index.html', 'utf8').replace('{{console.css}}', '/dev/console.css').replace('{{console.js}}', '/dev/console.js'));
});
const wss = new WebSocketServer({ server, path: '/api/v1/ws', handleProtocols: () => 'desk.v1' });
wss.on('connection', s => { socks.add(s); s.on('close', () => socks.delete(s)); s.on('message', d => { const f = JSON.parse(d); if (f.t === 'hello') { s.send(JSON.stringify({ t: 'welcome', now: Date.now(), change, resumed: false, hb: 25, online: ['a1', 'a2'] })); s.send(JSON.stringify({ t: 'viewers', conversation: 'c3', viewers: [{ agent: agents[1], typing: true }] })); } }); });
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/console`));
