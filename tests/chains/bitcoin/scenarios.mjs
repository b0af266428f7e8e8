// Every state of docs/diagnosis.md that a node of this family can be brought into. Each scenario
// makes it and says what must be answered; the names B01… are those of the catalogue.
import { sleep } from './node.mjs';
import { SMALL } from './purse.mjs';

const SIGNALS = 0xfffffffd;

async function filled({ purse, node }, rate, count = 12) {
  for (let at = 0; at < count; at += 1) await purse.sendLarge(purse.coin(), rate, node);
}

export async function unknown({ check, node, peer }) {
  await check('B01', 'a hash that nobody knows', 'btc.not_found', 'ab'.repeat(32), { nodes: [node, peer], state: 'not_found' });
  await check('B01', 'the same with one source only: less certain', 'btc.not_found', 'cd'.repeat(32), { state: 'unknown' });
}

export async function refused({ check, purse, keydesk }) {
  const offer = async (id, title, cause, made, wanted) => {
    keydesk.remember(made.txid, made.hex);
    await check(id, title, cause, made.txid, wanted);
  };
  await offer('B03', 'half of the least fee', 'btc.below_min_relay', await purse.spend(purse.coin(), 0.5), { values: { needed: `${SMALL} sat` } });
  const dust = { output: { [await purse.address()]: '0.00000200' }, sats: 200 };
  await offer('B08', 'an output of 200 sat', 'btc.dust', await purse.spend(purse.coin(), 5, { extra: [dust] }), { values: { smallest: '200 sat' } });
  const data = { output: { data: 'aa'.repeat(90) } };
  await offer('B08', '90 bytes of data', 'btc.nonstandard', await purse.spend(purse.coin(), 5, { extra: [data] }));
  await offer('B08', 'a fee of 0.2 coins', 'btc.nonstandard', await purse.spend(purse.coin(), 0, { fee: 2e7 }));
  await offer('B08', 'locked until height 100000', 'btc.timelocked', await purse.spend(purse.coin(), 5, { lock: 100000, sequence: 0xfffffffe }), { values: { valid_height: '100000' } });
  await offer('B08', 'locked for 1000 blocks after its coin (BIP 68)', 'btc.timelocked', await purse.spend(purse.coin(), 5, { sequence: 1000 }));
  const ghost = { txid: 'cd'.repeat(32), vout: 0, sats: 1e8, script: `0014${'11'.repeat(20)}` };
  await offer('B08', 'a coin that never was', 'btc.bad_inputs', await purse.spend(ghost, 5));
  const bare = await purse.spend(purse.coin(), 5);
  const { txid } = await purse.node.rpc('decoderawtransaction', bare.raw);
  await offer('B08', 'without a signature', 'btc.bad_signature', { txid, hex: bare.raw });
}

export async function waiting(world) {
  const { check, purse } = world;
  const late = await purse.send(purse.coin(), 2);
  const parent = await purse.send(purse.coin(), 1);
  const child = await purse.send(parent.coin, 40);
  const pulled = await purse.send(purse.coin(), 2);
  const pulling = await purse.send(pulled.coin, 200);
  await filled(world, 30);
  const soon = await purse.send(purse.coin(), 60);
  await check('B02', '2 sat/vB behind more than a block of 30', 'btc.pending.fee_low', late.txid, { state: 'pending', values: { fee_rate: '2 sat/vB', blocks: '2' } });
  await check('B02b', '60 sat/vB in front of them', 'btc.pending.next_block', soon.txid, { state: 'pending' });
  await check('B07', '40 sat/vB hanging on a parent of 1', 'btc.low_fee_ancestor', child.txid, { values: { parent: parent.txid, parent_rate: '1 sat/vB' } });
  await check('B07b', 'a parent whose child pays 200', 'btc.cpfp_applied', pulled.txid, { values: { package_rate: '101 sat/vB' } });
  await check('B07c', 'that child: carries its parent into the next block', 'btc.pending.next_block', pulling.txid);
  await purse.mine(3);
  await check('B09', 'the late one once the queue has drained', 'btc.confirmed', late.txid, { state: 'included' });
}

export async function chained({ check, purse, keydesk }) {
  let coin = purse.coin();
  for (let at = 0; at < 25; at += 1) ({ coin } = await purse.send(coin, 3));
  const next = await purse.spend(coin, 3);
  keydesk.remember(next.txid, next.hex);
  await check('B12', 'the 26th of a chain', 'btc.too_long_chain', next.txid, { state: 'failed' });
  await purse.mine();
}

export async function replaced({ check, purse, keydesk }) {
  const coin = purse.coin();
  const first = await purse.send(coin, 10, { sequence: SIGNALS });
  await check('B05', 'signals that it may be replaced', 'btc.rbf_signalled', first.txid, { among: true, state: 'pending' });

  const cheap = await purse.spend(coin, 5, { to: first.receiver, sequence: SIGNALS });
  keydesk.remember(cheap.txid, cheap.hex);
  await check('B05d', 'a speed-up at half the rate', 'btc.replacement_rejected', cheap.txid, { values: { needed: '1,210 sat' } });
  const little = await purse.spend(coin, 0, { fee: first.fee + 50, to: first.receiver, sequence: SIGNALS });
  keydesk.remember(little.txid, little.hex);
  await check('B05e', 'a speed-up by 50 sat', 'btc.replacement_rejected', little.txid, { values: { needed: '1,210 sat' } });

  const bump = await purse.send(coin, 30, { to: first.receiver, sequence: SIGNALS });
  await check('B05b', 'sped up', 'btc.replaced_in_mempool', first.txid, { by: bump.txid, values: { intent: 'speed_up' } });
  await purse.mine();
  await check('B05c', 'the speed-up is mined', 'btc.replaced_confirmed', first.txid, { by: bump.txid, values: { intent: 'speed_up' } });
}

export async function takenBack({ check, purse, keydesk, node }) {
  const coin = purse.coin();
  const owner = (await node.rpc('gettxout', coin.txid, coin.vout)).scriptPubKey.addresses[0];
  const first = await purse.send(coin, 10, { sequence: SIGNALS });
  await keydesk.explain(first.txid, [node]);
  const back = await purse.send(coin, 30, { to: owner, sequence: SIGNALS });
  await check('B05b', 'cancelled: all of it back to the sender', 'btc.replaced_in_mempool', first.txid, { by: back.txid, values: { intent: 'cancel' } });
  await purse.mine();
  await check('B05c', 'the cancellation is mined', 'btc.replaced_confirmed', first.txid, { by: back.txid, values: { intent: 'cancel' } });
}

export async function doubleSpent({ check, purse, keydesk, node, peer }) {
  const coin = purse.coin();
  const first = await purse.send(coin, 10);
  const heir = await purse.send(first.coin, 20);
  await keydesk.explain(first.txid, [node]);
  await keydesk.explain(heir.txid, [node]);
  const theft = await purse.spend(coin, 10);
  await peer.rpc('sendrawtransaction', theft.hex, 0);
  await peer.rpc('generatetoaddress', 1, purse.home);
  await together(node, peer);
  await check('B06', 'another miner took the same coin elsewhere', 'btc.double_spent', first.txid, { by: theft.txid, state: 'replaced' });
  await check('B06b', 'a child of the one that was double-spent', 'btc.bad_inputs', heir.txid, { values: { missing_parent: first.txid } });
}

async function together(one, other) {
  for (let at = 0; at < 200; at += 1) {
    const [here, there] = await Promise.all([one.rpc('getbestblockhash'), other.rpc('getbestblockhash')]);
    if (here === there) return;
    await sleep(50);
  }
  throw new Error('the nodes do not agree on a chain');
}

export async function mined({ check, purse, node }) {
  const paid = await purse.send(purse.coin(), 10);
  await purse.mine();
  await check('B09', 'one confirmation', 'btc.confirmed', paid.txid, { state: 'included', confirmations: 1 });
  const [tip] = await purse.mine();
  const { tx: [reward] } = await node.rpc('getblock', tip);
  await check('B10', 'the reward of the newest block', 'btc.coinbase_immature', reward, { values: { missing: '100' } });
  await purse.mine(4);
  await check('B09', 'six confirmations', 'btc.confirmed', paid.txid, { state: 'final', confirmations: 6 });
}

export async function unripe({ check, purse, node, keydesk }) {
  const [tip] = await purse.mine();
  const { tx: [id] } = await node.rpc('getblock', tip);
  const reward = await node.rpc('getrawtransaction', id, true);
  const output = reward.vout[0];
  const spending = await purse.spend({ txid: id, vout: 0, sats: Math.round(output.value * 1e8) }, 5);
  keydesk.remember(spending.txid, spending.hex);
  await check('B10', 'spends a reward a block old', 'btc.coinbase_immature', spending.txid, { state: 'failed' });
}

export async function reorganised({ check, purse, node, keydesk }) {
  const paid = await purse.send(purse.coin(), 10);
  const [block] = await purse.mine();
  await keydesk.explain(paid.txid, [node]);
  await node.rpc('invalidateblock', block);
  await check('B14', 'its block was replaced', 'btc.reorged', paid.txid, { state: 'pending' });
  // Elsewhere than before: the same block again would be the one that was refused.
  await node.rpc('generatetoaddress', 2, await purse.address());
  await check('B14', 'mined again', 'btc.confirmed', paid.txid, { state: 'included', confirmations: 2 });
}

export async function withoutIndex({ check, purse, keydesk, node, small }) {
  const paid = await purse.send(purse.coin(), 10);
  await purse.mine();
  await together(node, small);
  await check('B09x', 'mined, asked of a node without an index: it cannot know', 'unknown', paid.txid, { nodes: [small], state: 'unknown', atMost: 0.5 });
  await keydesk.explain(paid.txid, [node]);
  await check('B09y', 'the same, remembered: found in the last blocks', 'btc.confirmed', paid.txid, { nodes: [small], state: 'included' });
}

export async function crowdedOut({ check, purse, keydesk, small }) {
  const poor = await purse.spend(purse.coin(), 1.5);
  await small.rpc('sendrawtransaction', poor.hex, 0);
  await check('B02c', 'on the small node while there is room', 'btc.pending.next_block', poor.txid, { nodes: [small] });
  for (let at = 0; at < 60; at += 1) {
    await purse.sendLarge(purse.coin(), 20 + at, small);
    const { mempoolminfee, minrelaytxfee } = await small.rpc('getmempoolinfo');
    if (mempoolminfee > minrelaytxfee) break;
  }
  await check('B04', 'thrown out of a full pool', 'btc.purged', poor.txid, { nodes: [small], state: 'dropped' });
}

export async function forgotten({ check, purse, keydesk, node, peer }) {
  const old = await purse.spend(purse.coin(), 10);
  await peer.rpc('sendrawtransaction', old.hex, 0);
  await keydesk.explain(old.txid, [peer]);
  const now = Math.floor(Date.now() / 1000);
  await peer.rpc('setmocktime', now + 15 * 24 * 3600);
  await peer.rpc('sendrawtransaction', (await purse.spend(purse.coin(), 10)).hex, 0);  // it looks when something comes
  await peer.rpc('setmocktime', 0);
  keydesk.age(old.txid, 15 * 24);
  await check('B04b', 'forgotten after two weeks', 'btc.expired', old.txid, { nodes: [peer], state: 'expired' });
  await node.rpc('sendrawtransaction', old.hex, 0);
  await check('B04c', 'sent again: it is back', 'btc.pending.next_block', old.txid, { nodes: [node, peer], state: 'pending' });
  await purse.mine();
}

export async function addresses({ check, purse }) {
  await check('B16', 'an address of the main network, of which this node is none', 'btc.wrong_address', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4');
  await check('B16', 'one wrong character', 'chain.bad_checksum', '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3');
  await check('B16', 'a good address, and a node without an index of them', 'btc.address.not_indexed', purse.home, { state: 'unknown' });
}
