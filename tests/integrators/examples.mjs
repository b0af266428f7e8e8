#!/usr/bin/env node
// Runs the examples of docs/integrating.md against a desk of its own: every `sh` block, the `js` block
// against real deliveries (with a kill -9 between them), and the OpenAPI document, which
// openapi-spec-validator judges as well when it is installed.
//
//   node tests/integrators/examples.mjs [--keydesk build/release/keydesk]
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const flags = process.argv.slice(2);
const at = flags.indexOf('--keydesk');
const keydesk = at >= 0 ? flags[at + 1] : new URL('../../build/release/keydesk', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'keydesk-integrators-'));
const data = join(folder, 'data');
const docs = readFileSync(new URL('../../docs/integrating.md', import.meta.url), 'utf8');
const blocks = language => [...docs.matchAll(/```(\w+)\n([\s\S]*?)```/g)].filter(b => b[1] === language).map(b => b[2]);
const person = { email: 'admin@desk.example', password: 'correct horse battery' };

let desk;
async function start() {
  const child = spawn(keydesk, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--webhook-allow', '127.0.0.1']);
  let log = '';
  desk = {
    child,
    base: await new Promise((found, failed) => {
      const hear = chunk => {
        log += chunk;
        const match = /console\s+(http:\/\/127\.0\.0\.1:\d+)/.exec(log);
        if (match) found(match[1]);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', code => failed(new Error(`the desk ended with ${code}: ${log}`)));
    }),
  };
}

async function stop(signal) {
  const gone = new Promise(done => desk.child.once('exit', done));
  desk.child.kill(signal);
  await gone;
}

let cookie = '';
let csrf = '';
async function ask(method, path, body) {
  const response = await fetch(`${desk.base}/api/v1${path}`, {
    method,
    headers: { Origin: desk.base, Cookie: cookie, 'X-CSRF-Token': csrf },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  cookie ||= response.headers.getSetCookie?.()[0]?.split(';')[0] ?? '';
  return text ? JSON.parse(text) : undefined;
}

async function eventually(what, holds) {
  for (let i = 0; i < 300; i++) {
    if (await holds()) return;
    await new Promise(done => setTimeout(done, 100));
  }
  assert.fail(`never: ${what}`);
}

/** A conversation without a browser: an export of another desk's. */
function bringHistory() {
  const file = join(folder, 'history.json');
  writeFileSync(
    file,
    JSON.stringify([
      {
        id: 1,
        created_at: 1_700_000_000,
        meta: { sender: { id: 1, name: 'Ann' } },
        messages: [{ id: 1, content: 'Where is my refund?', message_type: 0, created_at: 1_700_000_000 }],
      },
    ]),
  );
  const done = spawnSync(keydesk, ['import', 'chatwoot', file, '--data', data], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /Imported 1 conversations, 1 messages/);
}

function checkDescription(document) {
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const judged = spawnSync('python3', ['-m', 'openapi_spec_validator', file], { encoding: 'utf8' });
  if (/No module named/.test(judged.stderr)) return 'not judged: openapi-spec-validator is not installed';
  assert.equal(judged.status, 0, judged.stdout + judged.stderr);
  return 'openapi-spec-validator: OK';
}

async function checkWebhooks() {
  const file = join(folder, 'genuine.mjs');
  writeFileSync(file, blocks('js')[0]);
  const { genuine } = await import(pathToFileURL(file).href);
  const got = [];
  let up = true;
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => (body += chunk));
    request.on('end', () => {
      if (up) got.push({ body, headers: request.headers });
      response.writeHead(up ? 204 : 503).end();
    });
  });
  await new Promise(done => receiver.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${receiver.address().port}/hook`;
  const { webhook, secret } = await ask('POST', '/webhooks', { url, events: ['note.created'] });
  const { items } = await ask('GET', '/conversations?view=all&status=any');
  const note = text =>
    ask('POST', `/conversations/${items[0].id}/messages`, {
      client_id: crypto.randomUUID(),
      kind: 'note',
      body: text,
      seen_seq: 0,
      force: true,
    });
  await note('first');
  await eventually('first arrives', () => got.length === 1);
  up = false;
  await note('second');
  await eventually('second fails', async () => (await ask('GET', '/webhooks')).items[0].failures > 0);
  await note('third');
  await stop('SIGKILL');
  up = true;
  await start();
  cookie = csrf = '';
  csrf = (await ask('POST', '/login', person)).csrf;
  await ask('PATCH', `/webhooks/${webhook.id}`, { enabled: true });
  await eventually('all arrive', () => got.length >= 3);
  const said = got.map(one => JSON.parse(one.body).data.message.body);
  assert.deepEqual(said, ['first', 'second', 'third']);
  for (const { body, headers } of got) {
    assert.ok(genuine(secret, headers['keydesk-signature'], body));
    assert.ok(!genuine(secret, headers['keydesk-signature'], `${body} `));
    assert.ok(!genuine('whsec_guess', headers['keydesk-signature'], body));
    assert.equal(headers['keydesk-delivery'], JSON.parse(body).id);
  }
  receiver.close();
}

try {
  const made = spawnSync(keydesk, ['admin', 'create', '--data', data, '--email', person.email, '--password-stdin'], {
    input: `${person.password}\n`,
    encoding: 'utf8',
  });
  assert.equal(made.status, 0, made.stderr);
  await start();
  csrf = (await ask('POST', '/login', person)).csrf;
  await ask('POST', '/inboxes', { name: 'Chat' });
  await stop('SIGTERM');
  bringHistory();
  await start();
  cookie = csrf = '';
  csrf = (await ask('POST', '/login', person)).csrf;
  const { token } = await ask('POST', '/tokens', {
    name: 'examples',
    scopes: ['conversations.read', 'conversations.reply', 'customers.read', 'customers.edit'],
  });
  for (const block of blocks('sh')) {
    const ran = spawnSync('bash', ['-euo', 'pipefail', '-c', block], {
      env: { PATH: process.env.PATH, DESK: desk.base, TOKEN: token },
      encoding: 'utf8',
    });
    assert.equal(ran.status, 0, `${block}\n${ran.stdout}${ran.stderr}`);
  }
  console.log(checkDescription(await ask('GET', '/openapi.json')));
  await checkWebhooks();
  await stop('SIGTERM');
  const out = spawnSync(keydesk, ['export', 'messages', '--data', data], { encoding: 'utf8' });
  assert.match(out.stdout.split('\n')[0], /Where is my refund/);
  console.log('the examples run; three deliveries came once, in order, over a kill -9');
  // The blocks, the description, the deliveries, import and export.
  console.log(`${blocks('sh').length + 4} passed, 0 failed`);
} finally {
  desk?.child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
