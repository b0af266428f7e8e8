// Brings litecoind into every state of the Bitcoin catalogue and asks the real program to explain
// it. Usage: node tests/chains/bitcoin.mjs [--table] [--port 8700] [--only NAME]
// Prints "N passed, N failed"; with --table also the rows for docs/diagnosis.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keydesk } from './bitcoin/keydesk.mjs';
import { installed, Litecoind } from './bitcoin/node.mjs';
import { Purse } from './bitcoin/purse.mjs';
import * as scenarios from './bitcoin/scenarios.mjs';

const argument = name => process.argv.includes(name) && process.argv[process.argv.indexOf(name) + 1];
const port = Number(argument('--port') || 8700);
const only = argument('--only');

/** Why an answer is not the wanted one; nothing when it is. */
function fault(answer, cause, { among, state, by, values = {}, confirmations, atMost = 1 }) {
  const causes = answer.causes.map(one => one.id);
  if (among ? !causes.includes(cause) : answer.cause !== cause) return `says ${causes.join(', ')}`;
  if (state && answer.state !== state) return `state ${answer.state}, not ${state}`;
  if (by && answer.replaced_by !== by) return `names ${answer.replaced_by || 'nobody'} as the winner`;
  if (confirmations !== undefined && answer.confirmations !== confirmations) return `${answer.confirmations} confirmations`;
  const { values: named, confidence } = answer.causes[causes.indexOf(cause)];
  if (confidence > atMost) return `too certain: ${confidence}`;
  for (const [name, value] of Object.entries(values)) {
    if (named[name] !== value) return `${name} is ${named[name]}, not ${value}`;
  }
  for (const language of ['en', 'zh-CN']) {
    if (!answer.advice[language].now || answer.advice[language].see.includes('{')) return `no advice in ${language}`;
  }
  return null;
}

function checker(keydesk, nodes, rows) {
  return async (id, title, cause, text, wanted = {}) => {
    const answer = await keydesk.explain(text, wanted.nodes ?? nodes);
    const wrong = fault(answer, cause, wanted);
    const { confidence } = answer.causes.find(one => one.id === cause) ?? answer;
    rows.push({ id, title, cause, said: wanted.among && !wrong ? cause : answer.cause, confidence, wrong });
    console.log(`${wrong ? 'FAIL' : 'ok  '} ${id.padEnd(5)} ${cause.padEnd(28)} ${title}${wrong ? `: ${wrong}` : ''}`);
    if (wrong && process.argv.includes('--verbose')) console.log(JSON.stringify(answer, null, 1));
  };
}

function report(rows, keydesk) {
  const failed = rows.filter(row => row.wrong).length;
  const confident = rows.filter(row => row.said !== row.cause && row.confidence >= 0.5).length;
  if (process.argv.includes('--table')) {
    console.log('\n| state | made how | expected | answered | confidence |\n|---|---|---|---|---|');
    for (const row of rows) console.log(`| ${row.id} | ${row.title} | ${row.cause} | ${row.said} | ${row.confidence.toFixed(2)} |`);
  }
  const times = keydesk.times.sort((a, b) => a - b);
  console.log(`confident and wrong: ${confident}; answers took ${times[times.length >> 1]} ms, the slowest ${times.at(-1)} ms`);
  console.log(`${rows.length - failed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

async function main() {
  if (!installed()) {
    console.log('litecoind is not installed: tools/install test');
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bitcoin-'));
  const place = name => join(folder, name);
  const line = port + 1;
  const node = new Litecoind({ folder: place('node'), port, options: ['-listen=1', `-port=${line}`, `-bind=127.0.0.1:${line}`] });
  const link = ['-listen=0', `-connect=127.0.0.1:${line}`];
  const peer = new Litecoind({ folder: place('peer'), port: port + 10, options: link });
  const small = new Litecoind({ folder: place('small'), port: port + 20, options: [...link, '-maxmempool=5', '-txindex=0'] });
  const all = [node, peer, small];
  try {
    await node.start();
    await Promise.all([peer.start(), small.start()]);
    await node.rpc('createwallet', 'w');
    const purse = new Purse(node);
    await purse.fill(150);
    await settled(all);
    const keydesk = new Keydesk(place('memory.jsonl'));
    const rows = [];
    const world = { node, peer, small, purse, keydesk, check: checker(keydesk, [node], rows) };
    for (const [name, scenario] of Object.entries(scenarios)) {
      if (only && name !== only) continue;
      await settled(all);
      await scenario(world).catch(error => {
        rows.push({ id: name, title: error.message, cause: 'none', said: 'none', confidence: 0, wrong: error.message });
        console.log(`FAIL ${name}: ${error.stack}`);
      });
    }
    report(rows, keydesk);
  } finally {
    await Promise.all(all.map(one => one.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All nodes see the same newest block. */
async function settled(nodes) {
  for (let at = 0; at < 400; at += 1) {
    const tips = await Promise.all(nodes.map(one => one.rpc('getbestblockhash')));
    if (new Set(tips).size === 1) return;
    await new Promise(done => setTimeout(done, 50));
  }
  throw new Error('the nodes do not agree on a chain');
}

await main();
