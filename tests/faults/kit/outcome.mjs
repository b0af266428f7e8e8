/** Counts promises that were kept and broken, says which, and closes as every runner does. */
export class Outcome {
  passed = 0;
  failed = 0;

  /** `problems`: a list; empty is a kept promise. */
  promise(name, problems) {
    if (problems.length === 0) {
      this.passed += 1;
      console.log(`ok   ${name}`);
      return;
    }
    this.failed += 1;
    console.log(`FAIL ${name}: ${problems.length} problems`);
    for (const problem of problems.slice(0, 10)) console.log(`       ${problem}`);
  }

  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}

/** Runs a scenario; whatever it throws is a broken promise, and its clean-ups run in any case. */
export async function scenario(run) {
  const outcome = new Outcome();
  const cleanups = [];
  const stopped = () => process.exit(130);
  process.once('SIGINT', stopped).once('SIGTERM', stopped);
  try {
    await run(outcome, cleanup => cleanups.unshift(cleanup));
  } catch (error) {
    outcome.promise('the scenario runs to its end', [error.stack ?? String(error)]);
  }
  for (const cleanup of cleanups) {
    await Promise.resolve()
      .then(cleanup)
      .catch(error => console.log(`while cleaning up: ${error.message}`));
  }
  outcome.close();
  process.exit();
}

/** --kills 20 --seed 7 → {kills: 20, seed: 7}; unknown words end the program. */
export function options(defaults) {
  const chosen = { ...defaults };
  const words = process.argv.slice(2);
  for (let at = 0; at < words.length; at += 2) {
    const name = words[at].replace(/^--/, '');
    if (!(name in defaults) || !/^\d+$/.test(words[at + 1] ?? '')) {
      console.error(`usage: ${Object.keys(defaults).map(key => `[--${key} N]`).join(' ')}`);
      process.exit(2);
    }
    chosen[name] = Number(words[at + 1]);
  }
  return chosen;
}

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Waits until `ready()` is true; fails with `what` after `limit` milliseconds. */
export async function until(ready, limit, what) {
  const end = Date.now() + limit;
  while (!(await ready())) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${limit / 1000} s`);
    await sleep(10);
  }
}
