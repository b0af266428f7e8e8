/** Every row that bears on the promises, in the order of the desk. */
export const ROWS = `SELECT conversation, seq, public_seq, client_id, body, kind FROM messages ORDER BY position`;

/**
 * Makes a website inbox in a fresh data folder and returns its public key. The program makes the
 * schema; the row is put in while it is down.
 */
export async function furnish(desk) {
  await desk.start();
  await desk.stop();
  desk.write(`INSERT INTO inboxes (id, key, name, kind, created_at)
    VALUES ('0198c7f2-0000-7000-8000-000000000001', 'faults', 'Website', 'web', 1)`);
  return 'faults';
}

/** What differs between what a client has and what the server says. */
export function sameHistory(person, server) {
  const mine = person.history();
  const problems = person.holes().map(seq => `${person.name} never saw number ${seq}`);
  if (mine.length !== server.length) problems.push(`${person.name} has ${mine.length} messages, the server ${server.length}`);
  const byNumber = new Map(server.map(message => [message.seq, message]));
  for (const message of mine) {
    const other = byNumber.get(message.seq);
    if (other && other.mid === message.mid && other.body === message.body) continue;
    problems.push(`${person.name}: number ${message.seq} is "${message.body}", on the server ${other ? `"${other.body}"` : 'nothing'}`);
  }
  return problems;
}
