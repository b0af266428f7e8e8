// Every state of an EVM transaction, made live on anvil and explained by the real program.
//
// Each is explained twice: over nodes that tell everything, where the answer must be right, and over
// nodes that tell little, where it may be unsure but not surely wrong.
//
//   node tests/chains/evm.mjs            N passed, N failed
//   node tests/chains/evm.mjs E11 E16    those alone
//   node tests/chains/evm.mjs --table    a table for docs/diagnosis.md as well
import { Anvil } from "./kit/anvil.mjs";
import { compile } from "./kit/compile.mjs";
import { Explainer } from "./kit/explain.mjs";
import { poorNodes } from "./kit/poor_node.mjs";
import { minedStates } from "./mined_states.mjs";
import { refusedStates } from "./refused_states.mjs";
import { waitingStates } from "./waiting_states.mjs";

// The issuers' own addresses, as in src/chains/registry.toml.
const usdtAddress = "0xdac17f958d2ee523a2206206994597c13d831ec7";
const usdcAddress = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";
/** From here on a wrong answer is a confident one. */
const confident = 0.8;

/** Why the diagnosis is not what it should be; nothing when it is. */
function faults(wanted, got) {
  const first = got.causes?.[0];
  const out = [];
  if (got.cause !== wanted.expect) out.push(`cause ${got.cause}`);
  if (wanted.state && got.state !== wanted.state) out.push(`state ${got.state}, not ${wanted.state}`);
  for (const [name, value] of Object.entries(wanted.values ?? {})) {
    if (first?.values?.[name] !== value) out.push(`${name} is ${first?.values?.[name]}, not ${value}`);
  }
  if (wanted.shield && !got.shields?.some((one) => one.id === wanted.shield)) out.push(`no shield ${wanted.shield}`);
  for (const language of ["en", "zh-CN"]) {
    if (/[{}]/.test(got.advice?.[language]?.text ?? "{")) out.push(`no whole advice in ${language}`);
  }
  return out;
}

/** Of a poor node: being unsure is right. */
function poorFaults(wanted, got) {
  const { id, confidence } = got.causes[0];
  return id === wanted.expect || confidence < confident ? [] : [`surely wrong: ${id} (${confidence})`];
}

async function open() {
  const contracts = { ...compile("Modern.sol", "solc"), ...compile("Tether.sol", "solc04") };
  const [anvil, other] = await Promise.all([Anvil.start(1), Anvil.start(56)]);
  const usdt = await anvil.deployAt(usdtAddress, contracts.Tether);
  const usdc = await anvil.deployAt(usdcAddress, contracts.FreezingToken);
  const poor = [await poorNodes(anvil), await poorNodes(other)];
  const rich = new Explainer({ ethereum: anvil.urls, bsc: other.urls });
  const unsure = new Explainer({ ethereum: poor[0].urls, bsc: poor[1].urls });
  const close = () => {
    for (const one of [anvil, other, ...poor]) one.stop();
    for (const one of [rich, unsure]) one.close();
  };
  return { anvil, other, usdt, usdc, contracts, rich, unsure, close };
}

async function look(base, wanted, explainer, judge) {
  const { anvil, other } = base;
  // What waited for the state before must not be mined into this one.
  await anvil.rpc("anvil_dropAllTransactions");
  await anvil.calm();
  await other.mine();
  const one = await anvil.account();
  const two = await anvil.account();
  const subject = await wanted.make({ ...base, explainer, one, two });
  const got = await explainer.explain(subject);
  return { wanted, got, faults: judge(wanted, got) };
}

function table(title, results) {
  console.log(`\n### ${title}\n\n| state | expected | answered | confidence | ms |\n|---|---|---|---|---|`);
  for (const { wanted, got } of results) {
    const mark = got.cause === wanted.expect ? "" : " ✗";
    const sure = got.causes[0].confidence.toFixed(2);
    console.log(`| ${wanted.name} | \`${wanted.expect}\` | \`${got.cause}\`${mark} | ${sure} | ${got.ms.toFixed(0)} |`);
  }
  const right = results.filter(({ wanted, got }) => got.cause === wanted.expect).length;
  const wrong = results.filter(({ wanted, got }) => got.cause !== wanted.expect && got.causes[0].confidence >= confident).length;
  const times = results.map(({ got }) => got.ms).sort((a, b) => a - b);
  const share = ((100 * right) / results.length).toFixed(1);
  console.log(`\n${right} of ${results.length} right (${share} %); confident and wrong: ${wrong}.`);
  console.log(`Median ${times[times.length >> 1].toFixed(0)} ms, slowest ${times.at(-1).toFixed(0)} ms, start of the program included.`);
}

async function lookAtAll(base, states, explainer, judge) {
  const results = [];
  for (const wanted of states) {
    const name = `${judge === faults ? "" : "poor node: "}${wanted.name}`;
    try {
      const result = await look(base, wanted, explainer, judge);
      results.push(result);
      const wrong = result.faults.join("; ");
      console.log(wrong ? `FAIL  ${name}: ${wrong}` : `ok    ${name}`);
      if (wrong && words.includes("--verbose")) console.log(JSON.stringify(result.got, null, 1));
    } catch (error) {
      results.push({ wanted, faults: [error.message] });
      console.log(`FAIL  ${name}: ${error.message}`);
    }
  }
  return results;
}

const words = process.argv.slice(2);
const only = words.filter((word) => !word.startsWith("--"));
const states = [...waitingStates, ...minedStates, ...refusedStates].filter(
  ({ name }) => only.length === 0 || only.includes(name.split(" ")[0]),
);
const base = await open();
const all = [];
try {
  const rich = await lookAtAll(base, states, base.rich, faults);
  const poor = await lookAtAll(base, states, base.unsure, poorFaults);
  all.push(...rich, ...poor);
  if (words.includes("--table")) {
    table("Nodes that tell everything", rich.filter((one) => one.got));
    table("Nodes without pool, traces, logs and old states", poor.filter((one) => one.got));
  }
} finally {
  base.close();
}
const failed = all.filter((one) => one.faults.length > 0).length;
console.log(`${all.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
