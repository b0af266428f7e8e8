// A node as free public ones are: no look into its pool, no traces, no logs, no states but the
// newest. It stands before a real one and refuses.
import { createServer } from "node:http";

const refused = (id, code, message) => ({ jsonrpc: "2.0", id, error: { code, message } });
/** Where the block stands among the parameters. */
const blockPlace = { eth_call: 1, eth_getBalance: 1, eth_getCode: 1, eth_getTransactionCount: 1, eth_estimateGas: 1 };

function answer(call, real) {
  if (/^(txpool|debug|trace)_|^eth_getLogs$/.test(call.method)) {
    return refused(call.id, -32601, "the method does not exist/is not available");
  }
  const block = call.params?.[blockPlace[call.method]];
  if (typeof block === "string" && block.startsWith("0x")) {
    return refused(call.id, -32000, "missing trie node");
  }
  return real;
}

async function body(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** URLs of two such nodes before `anvil`, and how to stop them. */
export async function poorNodes(anvil) {
  const server = createServer(async (request, response) => {
    const text = await body(request);
    const real = await (await fetch(anvil.url, { method: "POST", headers: { "content-type": "application/json" }, body: text })).json();
    const calls = JSON.parse(text);
    const said = Array.isArray(calls)
      ? calls.map((call) => answer(call, real.find((one) => one.id === call.id)))
      : answer(calls, real);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(said));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  return { urls: [`http://127.0.0.1:${port}`, `http://localhost:${port}`], stop: () => server.close() };
}
