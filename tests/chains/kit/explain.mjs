// The real program, asked from its command line.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = process.env.KEYDESK ?? fileURLToPath(new URL("../../../build/release/keydesk", import.meta.url));

export class Explainer {
  /** `nodes`: chain id → URLs. */
  constructor(nodes) {
    if (!existsSync(program)) throw new Error(`${program} is not built`);
    this.nodes = nodes;
    this.folder = mkdtempSync(join(tmpdir(), "keydesk-chains-"));
    this.memory = join(this.folder, "memory.jsonl");
  }

  close() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The diagnosis of `subject`, with `ms`: how long the program took, its start included. */
  explain(subject) {
    const nodes = Object.entries(this.nodes).flatMap(([chain, urls]) => urls.flatMap((url) => ["--node", `${chain}=${url}`]));
    const began = performance.now();
    return new Promise((resolve, reject) => {
      execFile(program, ["tx", "explain", ...nodes, "--memory", this.memory, subject], { timeout: 20_000 }, (error, out, err) => {
        const lines = out.trim().split("\n").filter(Boolean);
        if (lines.length === 0) return reject(new Error(`no answer: ${err || error}`));
        resolve({ ...JSON.parse(lines.at(-1)), ms: performance.now() - began });
      });
    });
  }
}
