// Unit tests: bundles every *.test.ts with esbuild, then hands them to node's own runner.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(dirname(fileURLToPath(import.meta.url)));
const walk = dir =>
  readdirSync(dir, { withFileTypes: true }).flatMap(e =>
    e.name === 'node_modules' ? [] : e.isDirectory() ? walk(join(dir, e.name)) : [join(dir, e.name)],
  );
const wanted = process.argv[2] ?? '';
const tests = [...walk('packages'), ...walk('apps')].filter(
  f => /\.test\.tsx?$/.test(f) && f.includes(wanted),
);
if (tests.length === 0) {
  console.error(`no test matches "${wanted}"`);
  process.exit(1);
}
rmSync('.out', { recursive: true, force: true });
mkdirSync('.out');
const named = Object.fromEntries(tests.map(f => [f.replace(/\.tsx?$/, '').replace(/[\\/]/g, '__'), f]));
await build({
  entryPoints: named,
  outdir: '.out',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node18',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: 'inline',
  loader: { '.css': 'empty' },
  define: Object.fromEntries(
    [...readFileSync('types/build.d.ts', 'utf8').matchAll(/const (\w+_URL)/g)].map(found => [found[1], '""']),
  ),
  logLevel: 'warning',
});
const files = Object.keys(named).map(name => join('.out', `${name}.mjs`));
const run = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-reporter=spec', ...files],
  {
    stdio: 'inherit',
  },
);
process.exit(run.status ?? 1);
