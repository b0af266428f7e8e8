/** Every row that bears on the promises, in the order of the desk. */
export const ROWS = `SELECT conversation, seq, public_seq, client_id, body, kind FROM messages ORDER BY position`;

/** The public key of the website inbox that a fresh desk makes for itself. */
export async function inboxKey(desk) {
  return desk.rows("SELECT key FROM inboxes ORDER BY created_at LIMIT 1")[0].key;
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
