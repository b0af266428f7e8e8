// Compiles the contracts once; what came out lies in build/chains until a source or a compiler
// changes. solc is JavaScript: it runs in a child, for two versions of it do not share a process.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("..", import.meta.url));
const store = fileURLToPath(new URL("../../../build/chains/", import.meta.url));

const children = {
  solc: `
    import solc from "solc";
    const input = { language: "Solidity", sources: { s: { content: source } },
      settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun",
        outputSelection: { "*": { "*": ["evm.bytecode.object", "evm.deployedBytecode.object", "evm.methodIdentifiers"] } } } };
    const out = JSON.parse(solc.compile(JSON.stringify(input)));
    const wrong = (out.errors ?? []).filter((one) => one.severity === "error");
    if (wrong.length) throw new Error(wrong.map((one) => one.formattedMessage).join("\\n"));
    const all = {};
    for (const [name, one] of Object.entries(out.contracts.s)) all[name] = {
      create: "0x" + one.evm.bytecode.object, code: "0x" + one.evm.deployedBytecode.object, methods: one.evm.methodIdentifiers };
    console.log(JSON.stringify(all));`,
  solc04: `
    import solc from "solc04";
    const out = solc.compile(source, 1);
    if (!Object.keys(out.contracts ?? {}).length) throw new Error((out.errors ?? []).join("\\n"));
    const all = {};
    for (const [name, one] of Object.entries(out.contracts)) all[name.replace(/^:/, "")] = {
      create: "0x" + one.bytecode, code: "0x" + one.runtimeBytecode, methods: one.functionHashes };
    console.log(JSON.stringify(all));`,
};

/** Contract name → {create, code, methods: signature → four bytes}. */
export function compile(file, compiler) {
  const source = readFileSync(`${folder}contracts/${file}`, "utf8");
  const version = readFileSync(`${folder}node_modules/${compiler}/package.json`, "utf8");
  const digest = createHash("sha256").update(source).update(version).update(children[compiler]).digest("hex");
  const path = `${store}${file}-${digest.slice(0, 16)}.json`;
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
  const program = `import { readFileSync } from "node:fs";\nconst source = readFileSync(0, "utf8");\n${children[compiler]}`;
  const out = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: folder,
    input: source,
    maxBuffer: 64 << 20,
    stdio: ["pipe", "pipe", "pipe"],
  }).toString();
  const json = out.slice(out.indexOf("{"));
  JSON.parse(json);
  mkdirSync(store, { recursive: true });
  writeFileSync(`${path}.part`, json);
  renameSync(`${path}.part`, path);
  return JSON.parse(json);
}
