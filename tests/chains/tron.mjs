// Every state of TRON's catalogue, told to a server in this repository that speaks as TRON's nodes do, and explained by the
// real program. No node of TRON can be had from a package registry: fixtures/SOURCES.md says what is real.
//
// Each is explained twice: over nodes that tell everything, where the answer must be right, and over nodes that tell little,
// where it may be unsure but not surely wrong.
//
//   node tests/chains/tron.mjs            N passed, N failed
//   node tests/chains/tron.mjs T03 T07    those alone
//   node tests/chains/tron.mjs --table    a table for docs/diagnosis-tron.md as well
import { Explainer } from "./kit/explain.mjs";
import { FakeTronGrid } from "./tron/fake_trongrid.mjs";
import { alice, bob, data, funded, states, success } from "./tron/states.mjs";
import { idOf } from "./tron/words.mjs";
import { transferLog, usdt, World } from "./tron/world.mjs";

/** From here on a wrong answer is a confident one. */
const confident = 0.8;
const poor = ["walletsolidity", "gettransactionfrompending", "getblock", "getenergyprices", "getchainparameters", "triggerconstantcontract", "getaccountresource"];

/** Why the diagnosis is not what it should be; nothing when it is. */
function faults(wanted, got) {
  const out = [];
  const ids = got.causes.map((one) => one.id);
  if (got.cause !== wanted.expect) out.push(`cause ${ids.join(", ")}`);
  if (wanted.state && got.state !== wanted.state) out.push(`state ${got.state}, not ${wanted.state}`);
  for (const id of wanted.among ?? []) if (!ids.includes(id)) out.push(`no cause ${id}`);
  const named = got.causes.find((one) => one.id === (wanted.of ?? wanted.expect))?.values;
  for (const [name, value] of Object.entries(wanted.values ?? {})) {
    if (named?.[name] !== value) out.push(`${name} is ${named?.[name]}, not ${value}`);
  }
  const shields = got.shields?.map((one) => one.id) ?? [];
  if (wanted.shield && !shields.includes(wanted.shield)) out.push(`no shield ${wanted.shield}`);
  if (wanted.none && shields.length) out.push(`shields ${shields}`);
  if (wanted.below && got.causes[0].confidence >= wanted.below) out.push(`as sure as ${got.causes[0].confidence}`);
  for (const language of ["en", "zh-CN"]) {
    const { title, see, why, now } = got.advice?.[language] ?? {};
    if (!title || !see || !why || !now || /[{}]/.test(title + see + why + now)) out.push(`no whole advice in ${language}`);
  }
  return out;
}

/** Of a poor node: being unsure is right. */
function poorFaults(wanted, got) {
  const { id, confidence } = got.causes[0];
  return id === wanted.expect || confidence < confident ? [] : [`surely wrong: ${id} (${confidence})`];
}

async function look(wanted, lacks, judge) {
  const world = new World();
  const node = await FakeTronGrid.start(world, { lacks });
  const explainer = new Explainer({ tron: wanted.one ? [node.url] : node.urls });
  try {
    const subject = await wanted.make(world, (text) => explainer.explain(text));
    const got = await explainer.explain(subject);
    return { wanted, got, faults: judge(wanted, got) };
  } finally {
    explainer.close();
    node.stop();
  }
}

/** Endpoints that fail or lie, each beside one that does neither. */
const troubles = [
  { name: "T40 the other endpoint limits us", limit: 0, expect: "tron.success", state: "final" },
  { name: "T41 the other endpoint knows nothing of it", empty: true, expect: "tron.success", state: "final", below: 0.71 },
  { name: "T42 the other endpoint is silent", silent: true, expect: "tron.success", state: "final" },
];

async function trouble(wanted) {
  const world = new World();
  const good = await FakeTronGrid.start(world);
  const bad = await FakeTronGrid.start(wanted.empty ? new World() : world, { limit: wanted.limit });
  if (wanted.silent) bad.answer = () => {};
  const explainer = new Explainer({ tron: [bad.url, good.url] });
  try {
    funded(world);
    const log = [transferLog(usdt, alice, bob, 250_000_000)];
    const id = world.call({ id: idOf(wanted.name), from: alice, data, receipt: success(64_285), log });
    const got = await explainer.explain(id);
    const wrong = faults(wanted, got);
    if (got.ms > 1500) wrong.push(`took ${got.ms.toFixed(0)} ms`);
    return { wanted, got, faults: wrong };
  } finally {
    explainer.close();
    good.stop();
    bad.stop();
  }
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

async function lookAtAll(list, prefix, explain) {
  const results = [];
  for (const wanted of list) {
    const name = `${prefix}${wanted.name}`;
    const result = await explain(wanted).catch((error) => ({ wanted, faults: [error.stack] }));
    results.push(result);
    const wrong = result.faults.join("; ");
    console.log(wrong ? `FAIL  ${name}: ${wrong}` : `ok    ${name}`);
    if (wrong && words.includes("--verbose")) console.log(JSON.stringify(result.got, null, 1));
  }
  return results;
}

const words = process.argv.slice(2);
const only = words.filter((word) => !word.startsWith("--"));
const chosen = (list) => list.filter(({ name }) => only.length === 0 || only.includes(name.split(" ")[0]));
const rich = await lookAtAll(chosen(states), "", (wanted) => look(wanted, [], faults));
const little = await lookAtAll(chosen(states), "poor node: ", (wanted) => look(wanted, poor, poorFaults));
const faulty = await lookAtAll(chosen(troubles), "", trouble);
if (words.includes("--table")) {
  table("Nodes that tell everything", rich.filter((one) => one.got));
  table("Nodes without pool, final blocks, prices and contract calls", little.filter((one) => one.got));
}
const all = [...rich, ...little, ...faulty];
const failed = all.filter((one) => one.faults.length > 0).length;
console.log(`${all.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
