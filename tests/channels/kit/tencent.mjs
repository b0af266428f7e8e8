// What the fakes of WeChat's family share: a JSON API with access tokens, faults that are told to
// it, and temporary media. Independent of the program's own code.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { sleep } from '../../faults/kit/outcome.mjs';

export class TencentApi {
  credentials = { id: 'wxb11529c136998cb6', secret: 'sec' };
  calls = [];
  sent = [];
  media = new Map();
  told = new Map();
  mode = 'none';
  token = null;
  tokenEnds = 0;
  tokensMade = 0;

  async open() {
    this.server = createServer((request, response) => this.#take(request, response));
    await new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  /** The next call of this path is answered so: { errcode }, { status }, { hang: true }. */
  next(path, answer) {
    this.told.set(path, [...(this.told.get(path) ?? []), answer]);
  }

  count(path) {
    return this.calls.filter(call => call.path === path).length;
  }

  freshToken(seconds = 7200) {
    this.token = randomBytes(24).toString('hex');
    this.tokenEnds = Date.now() + seconds * 1000;
    this.tokensMade += 1;
    return { access_token: this.token, expires_in: seconds };
  }

  /** The same token until its end, as stable_token and gettoken hand it out. */
  sameToken(forced = false) {
    if (forced || this.tokenEnds < Date.now()) return this.freshToken();
    return { access_token: this.token, expires_in: Math.floor((this.tokenEnds - Date.now()) / 1000) };
  }

  tokenFault(given) {
    if (!given) return 41001;
    if (given !== this.token) return 40001;
    return this.tokenEnds < Date.now() ? 42001 : 0;
  }

  upload(body, type) {
    const name = /filename="([^"\r\n]*)"/.exec(body.toString('utf8', 0, 500))?.[1];
    const begin = body.indexOf('\r\n\r\n') + 4;
    const bytes = body.subarray(begin, body.lastIndexOf('\r\n--'));
    const media_id = randomBytes(16).toString('base64url');
    this.media.set(media_id, { type, name, bytes });
    return { type, media_id, created_at: Math.floor(Date.now() / 1000) };
  }

  /** How a message of ours is answered in the mode that the table of faults asks for. */
  async deliver(response, accept) {
    const mode = this.mode;
    if (mode === 'refuse') return this.fault(response, -1);
    if (mode === 'hang') return undefined;
    const answer = accept();
    if (mode === 'late200') await sleep(8000);
    if (mode === 'fail_after_accept') return this.#end(response, 500, 'broken');
    return this.json(response, answer);
  }

  json(response, value) {
    this.#end(response, 200, JSON.stringify(value), 'application/json; encoding=utf-8');
  }

  fault(response, errcode) {
    this.json(response, { errcode, errmsg: `told rid: ${randomBytes(4).toString('hex')}` });
  }

  #end(response, status, body, type = 'text/plain') {
    if (response.writableEnded || response.destroyed) return;
    response.writeHead(status, { 'Content-Type': type });
    response.end(body);
  }

  async #take(request, response) {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const url = new URL(request.url, this.url);
    const call = { path: url.pathname, query: url.searchParams, body: Buffer.concat(pieces) };
    this.calls.push(call);
    const told = this.told.get(call.path)?.shift();
    if (told?.hang) return;
    if (told?.status) return this.#end(response, told.status, 'told');
    if (told?.errcode) return this.json(response, { errmsg: 'told rid: 1', ...told });
    await this.answer(call, response);
  }
}
