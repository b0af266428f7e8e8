// Every state of an EVM transaction, made live on anvil and explained by the real program.
//
//   node tests/chains/evm.mjs            N passed, N failed
//   node tests/chains/evm.mjs E11 E16    those alone
//   node tests/chains/evm.mjs --table    a table for docs/diagnosis.md as well
import { Anvil } from "./kit/anvil.mjs";
import { compile } from "./kit/compile.mjs";
import { Explainer } from "./kit/explain.mjs";
import { minedStates } from "./mined_states.mjs";
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

async function world() {
  const contracts = { ...compile("Modern.sol", "solc"), ...compile("Tether.sol", "solc04") };
  const [anvil, other] = await Promise.all([Anvil.start(1), Anvil.start(56)]);
  const usdt = await anvil.deployAt(usdtAddress, contracts.Tether);
  const usdc = await anvil.deployAt(usdcAddress, contracts.FreezingToken);
  const explainer = new Explainer({ ethereum: anvil.urls, bsc: other.urls });
  return { anvil, other, usdt, usdc, contracts, explainer };
}

async function look(base, wanted) {
  const { anvil, other, explainer } = base;
  // What waited for the state before must not be mined into this one.
  await anvil.rpc("anvil_dropAllTransactions");
  await anvil.calm();
  await other.mine();
  const one = await anvil.account();
  const two = await anvil.account();
  const subject = await wanted.make({ ...base, one, two });
  const got = await explainer.explain(subject);
  return { wanted, got, faults: faults(wanted, got) };
}

function table(results) {
  console.log("\n| state | expected | answered | confidence | ms |\n|---|---|---|---|---|");
  for (const { wanted, got } of results) {
    const mark = got.cause === wanted.expect ? "" : " ✗";
    console.log(`| ${wanted.name} | \`${wanted.expect}\` | \`${got.cause}\`${mark} | ${got.causes[0].confidence.toFixed(2)} | ${got.ms.toFixed(0)} |`);
  }
  const right = results.filter(({ wanted, got }) => got.cause === wanted.expect).length;
  const wrong = results.filter(({ wanted, got }) => got.cause !== wanted.expect && got.causes[0].confidence >= confident).length;
  const times = results.map(({ got }) => got.ms).sort((a, b) => a - b);
  const share = ((100 * right) / results.length).toFixed(1);
  console.log(`\n${right} of ${results.length} right (${share} %); confident and wrong: ${wrong}.`);
  console.log(`Median ${times[times.length >> 1].toFixed(0)} ms, slowest ${times.at(-1).toFixed(0)} ms, start of the program included.`);
}

const words = process.argv.slice(2);
const only = words.filter((word) => !word.startsWith("--"));
const states = [...waitingStates, ...minedStates].filter(
  ({ name }) => only.length === 0 || only.includes(name.split(" ")[0]),
);
const base = await world();
const results = [];
let failed = 0;
try {
  for (const wanted of states) {
    try {
      const result = await look(base, wanted);
      results.push(result);
      if (result.faults.length === 0) {
        console.log(`ok    ${wanted.name}`);
        continue;
      }
      console.log(`FAIL  ${wanted.name}: ${result.faults.join("; ")}`);
      if (words.includes("--verbose")) console.log(JSON.stringify(result.got, null, 1));
    } catch (error) {
      console.log(`FAIL  ${wanted.name}: ${error.message}`);
    }
    failed++;
  }
  if (words.includes("--table")) table(results);
} finally {
  base.anvil.stop();
  base.other.stop();
  base.explainer.close();
}
console.log(`${states.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
