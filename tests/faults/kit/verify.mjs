/**
 * Holds what the senders know against what the database holds. `journal`: entries of Journal;
 * `rows`: {conversation, seq, public_seq, client_id, body, kind} of every message row, as stored.
 * Returns a list of problems for each promise.
 */
export function verify(journal, rows) {
  const sent = new Map();
  const acked = new Map();
  for (const entry of journal) {
    if (entry.what === 'send') sent.set(entry.cmid, entry);
    else acked.set(entry.cmid, entry);
  }
  const stored = new Map();
  const doubled = [];
  for (const row of rows) {
    if (!row.client_id || row.kind !== 'customer') continue;
    if (stored.has(row.client_id)) doubled.push(`client id ${row.client_id} is stored twice`);
    stored.set(row.client_id, row);
  }
  return {
    'every acknowledged message is there once': [
      ...doubled,
      ...[...acked.values()].filter(ack => !stored.has(ack.cmid)).map(ack => `${ack.who}: ${ack.cmid} was acknowledged as ${ack.seq} and is missing`),
    ],
    'an acknowledgement and the history say the same': [...acked.values()].flatMap(ack => {
      const row = stored.get(ack.cmid);
      if (!row) return [];
      const wrong = row.public_seq !== ack.seq || row.body !== sent.get(ack.cmid)?.body;
      return wrong ? [`${ack.cmid}: acknowledged as ${ack.seq}, stored as ${row.public_seq} "${row.body}"`] : [];
    }),
    'the messages of a sender keep their order': disorder(sent, rows),
    'the numbers of a conversation have no gap and no double': gaps(rows),
    'nothing is stored that nobody sent': [...stored.keys()].filter(id => !sent.has(id)).map(id => `${id} was never sent`),
  };
}

function disorder(sent, rows) {
  const order = new Map([...sent.keys()].map((cmid, at) => [cmid, at]));
  const last = new Map();
  const problems = [];
  const mine = rows.filter(row => order.has(row.client_id)).sort((a, b) => a.public_seq - b.public_seq);
  for (const row of mine) {
    const at = order.get(row.client_id);
    if (at < (last.get(row.conversation) ?? -1)) problems.push(`"${row.body}" stands after what was sent later`);
    last.set(row.conversation, at);
  }
  return problems;
}

function gaps(rows) {
  const problems = [];
  for (const column of ['seq', 'public_seq']) {
    const numbers = new Map();
    for (const row of rows) {
      if (row[column] === null || row[column] === undefined) continue;
      if (!numbers.has(row.conversation)) numbers.set(row.conversation, []);
      numbers.get(row.conversation).push(row[column]);
    }
    for (const [conversation, list] of numbers) {
      list.sort((a, b) => a - b);
      const wrong = list.findIndex((number, at) => number !== at + 1);
      if (wrong >= 0) problems.push(`${conversation}: ${column} ${list[wrong]} stands where ${wrong + 1} should`);
    }
  }
  return problems;
}

/**
 * Checks the checker: with one acknowledged row taken away, one doubled and two swapped it must
 * complain. Returns the promises that a broken history would have passed.
 */
export function blindSpots(journal, rows) {
  const acked = new Set(journal.filter(entry => entry.what === 'ack').map(entry => entry.cmid));
  const at = rows.findIndex(row => acked.has(row.client_id));
  if (at < 0) return ['no acknowledged message to break'];
  const without = rows.filter((_, index) => index !== at);
  const twice = [...rows, { ...rows[at] }];
  const other = rows.findIndex((row, index) => index > at && row.conversation === rows[at].conversation && acked.has(row.client_id));
  const swapped = rows.map((row, index) =>
    index === at ? { ...row, public_seq: rows[other]?.public_seq } : index === other ? { ...row, public_seq: rows[at].public_seq } : row);
  const expected = [
    [without, 'every acknowledged message is there once'],
    [without, 'the numbers of a conversation have no gap and no double'],
    [twice, 'every acknowledged message is there once'],
    [swapped, 'the messages of a sender keep their order'],
    [swapped, 'an acknowledgement and the history say the same'],
  ];
  return expected.filter(([broken, promise]) => verify(journal, broken)[promise].length === 0).map(([, promise]) => `a broken history passes "${promise}"`);
}
