// Parameters of a Bot API call: JSON, a query, a form, or a form with files (RFC 7578).

function readForm(body, boundary) {
  const out = {};
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  while (at >= 0) {
    const next = body.indexOf(mark, at + mark.length);
    if (next < 0) break;
    const part = body.subarray(at + mark.length + 2, next - 2);
    const split = part.indexOf("\r\n\r\n");
    const head = part.subarray(0, split).toString();
    const content = part.subarray(split + 4);
    const name = /[; ]name="([^"]*)"/.exec(head)?.[1];
    const file = /filename="?([^"\r\n]*)/.exec(head)?.[1]; // Some clients leave the quotes out.
    const type = /content-type: ?(.*)/i.exec(head)?.[1];
    if (name) out[name] = file === undefined ? content.toString() : { file, type, bytes: Buffer.from(content) };
    at = next;
  }
  return out;
}

/** In a form every value is text: objects are JSON, numbers are digits. */
function typed(fields) {
  const out = {};
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value !== "string") out[key] = value;
    else if (/^-?\d{1,15}$/.test(value) && key.endsWith("_id")) out[key] = Number(value);
    else if (/^[[{]/.test(value) && /markup|parameters|options|entities|updates|commands/.test(key)) out[key] = JSON.parse(value);
    else out[key] = value;
  }
  return out;
}

/** photo=attach://name means the part of that name. */
function attached(fields) {
  for (const [key, value] of Object.entries(fields)) {
    const part = /^attach:\/\/(.+)$/.exec(typeof value === "string" ? value : "")?.[1];
    if (part && fields[part]?.bytes) fields[key] = fields[part];
  }
  return fields;
}

export function readParams(request, url, body) {
  const type = request.headers["content-type"] ?? "";
  const query = typed(Object.fromEntries(url.searchParams));
  if (body.length === 0) return query;
  if (type.startsWith("application/json")) return { ...query, ...JSON.parse(body.toString()) };
  const boundary = /boundary=([^;]+)/.exec(type)?.[1];
  if (boundary) return attached({ ...query, ...typed(readForm(body, boundary)) });
  return { ...query, ...typed(Object.fromEntries(new URLSearchParams(body.toString()))) };
}
