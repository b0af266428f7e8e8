// How long the first answer about a transaction takes, the start of the program included, with two
// endpoints of which one is at fault. A fresh program each time, so nothing is known of either.
// Prints a Markdown table.
//
//   node bench/first_answer.mjs [ANSWERS]
import { createServer as httpServer } from "node:http";
import { createServer as tcpServer } from "node:net";
import { Anvil, ether } from "../tests/chains/kit/anvil.mjs";
import { Explainer } from "../tests/chains/kit/explain.mjs";

const answers = Number(process.argv[2] ?? 60);

const listening = (server) => new Promise((done) => server.listen(0, "127.0.0.1", () => done(server.address().port)));
const sockets = new Set();
const hanging = tcpServer((socket) => {
  sockets.add(socket.on("error", () => {}));
});
const babbling = httpServer((request, response) => {
  request.resume();
  response.setHeader("content-type", "text/html");
  response.end("<html><body>503 backend</body></html>");
});
const limiting = httpServer((request, response) => {
  request.resume();
  response.writeHead(429, { "retry-after": "30" });
  response.end();
});

function quantile(times, q) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

const anvil = await Anvil.start(1);
try {
  await anvil.calm();
  const { id } = await anvil.done({ from: await anvil.account(), to: await anvil.account(), value: ether(1), gas: 21_000 });
  const bad = {
    "both well": anvil.urls[1],
    "one refuses connections": "http://127.0.0.1:1",
    "one hangs": `http://127.0.0.1:${await listening(hanging)}`,
    "one answers HTML": `http://127.0.0.1:${await listening(babbling)}`,
    "one limits us (429)": `http://127.0.0.1:${await listening(limiting)}`,
  };
  console.log("| endpoints | right answers | p50 ms | p95 ms | slowest ms |\n|---|---|---|---|---|");
  for (const [name, url] of Object.entries(bad)) {
    const explainer = new Explainer({ ethereum: [url, anvil.url] });
    const times = [];
    let right = 0;
    for (let i = 0; i < answers; i++) {
      const said = await explainer.explain(id);
      right += said.cause === "evm.success";
      times.push(said.ms);
    }
    explainer.close();
    const figures = [quantile(times, 0.5), quantile(times, 0.95), Math.max(...times)].map((t) => t.toFixed(0));
    console.log(`| ${name} | ${right} of ${answers} | ${figures.join(" | ")} |`);
  }
} finally {
  anvil.stop();
  for (const socket of sockets) socket.destroy();
  for (const server of [hanging, babbling, limiting]) server.close();
}
