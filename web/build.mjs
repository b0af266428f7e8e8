// Builds everything the browser gets into dist/: hashed bundles, pages, precompressed copies and the
// manifest that the server reads. Fails when a size budget is exceeded. `--watch` rebuilds on change
// (without compression), `--no-budget` only warns.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { demoPage } from './apps/demo/page.mjs';

const root = dirname(fileURLToPath(import.meta.url));
process.chdir(root);
const watch = process.argv.includes('--watch');
const strict = !process.argv.includes('--no-budget');

const KB = 1024;
const BUDGET = {
  loader: 3 * KB,
  panel: 30 * KB,
  console: 120 * KB,
  guard: 25 * KB,
  feedback: 30 * KB,
  status: 36 * KB,
};
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.wasm': 'application/wasm',
  '.words': 'application/octet-stream',
  '.txt': 'text/plain; charset=utf-8',
};

const shared = {
  bundle: true,
  minify: true,
  metafile: true,
  write: true,
  target: ['es2022', 'chrome96', 'firefox102', 'safari15.4'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  logLevel: 'warning',
  charset: 'utf8',
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** Bundles one entry into <out>/assets; returns the addresses of its script and style, and of every chunk
    that the first load needs (what is imported on demand is not among them). */
async function bundle(out, name, entry, options = {}) {
  const result = await build({
    ...shared,
    entryPoints: { [name]: entry },
    outdir: join(out, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    format: 'esm',
    ...options,
    define: { ...shared.define, ...options.define },
  });
  const outputs = result.metafile.outputs;
  const found = { js: '', css: '', chunks: [] };
  const address = file => `/assets/${basename(file)}`;
  const follow = file => {
    for (const { path, kind } of outputs[file].imports) {
      if (kind !== 'import-statement' || found.chunks.includes(address(path))) continue;
      found.chunks.push(address(path));
      follow(path);
    }
  };
  for (const [file, meta] of Object.entries(outputs)) {
    if (meta.entryPoint !== entry) continue;
    found.js = address(file);
    if (meta.cssBundle) found.css = address(meta.cssBundle);
    follow(file);
  }
  return found;
}

/** Copies a file into assets under a name that carries its content's hash. */
function hashed(out, file, name = basename(file)) {
  const bytes = readFileSync(file);
  const mark = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  const ext = extname(name);
  const address = `/assets/${name.slice(0, -ext.length)}-${mark}${ext}`;
  writeFileSync(join(out, address), bytes);
  return address;
}

/** Writes a page, with {{name}} replaced by the address of that asset. */
function page(out, from, to, names) {
  const html = readFileSync(from, 'utf8').replace(/\{\{([\w.-]+)\}\}/g, (_, name) => {
    if (!(name in names)) throw new Error(`${from} names {{${name}}}, which no bundle provides`);
    return names[name];
  });
  mkdirSync(dirname(join(out, to)), { recursive: true });
  writeFileSync(join(out, to), html);
}

/** The guard's WebAssembly comes from the C++ sources by a script that needs clang for wasm32. It is built
    when the sources' content (not their time: a checkout touches them) differs from the last time. */
function guardModule() {
  const folder = 'packages/guard/dist';
  const digest = createHash('sha256');
  for (const file of walk('../src/guard').sort()) {
    if (!/_test\.cpp$|__pycache__/.test(file)) digest.update(file).update(readFileSync(file));
  }
  const now = digest.digest('hex');
  const stamp = join(folder, '.sources');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== now) {
    const made = spawnSync('sh', ['../src/guard/wasm/build.sh'], { stdio: 'inherit' });
    if (made.status !== 0) throw new Error('the guard module could not be built');
    writeFileSync(stamp, now);
  }
  return join(folder, 'guard.wasm');
}

/** The word lists beside English and Chinese, in a folder named by their content. */
function wordLists(out) {
  const files = walk('packages/guard/dist/lists').sort();
  const digest = createHash('sha256');
  for (const file of files) digest.update(readFileSync(file));
  const folder = `/assets/lists-${digest.digest('hex').slice(0, 8)}/`;
  mkdirSync(join(out, folder));
  for (const file of files) writeFileSync(join(out, folder, basename(file)), readFileSync(file));
  return folder;
}

const walk = dir =>
  readdirSync(dir, { withFileTypes: true }).flatMap(e =>
    e.isDirectory() ? walk(join(dir, e.name)) : [join(dir, e.name)],
  );

/** Compresses every file and lists it; compressed copies that gain nothing are not kept. */
function manifest(out, entries, first) {
  const files = [];
  for (const file of walk(out).sort()) {
    const path = relative(out, file).split('\\').join('/');
    const bytes = readFileSync(file);
    const row = {
      path,
      size: bytes.length,
      br: null,
      gz: null,
      sri: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
      type: TYPES[extname(file)] ?? 'application/octet-stream',
      immutable: path.startsWith('assets/'),
      // A worker has the policy of its own answer, not the page's.
      ...(`/${path}` === entries['guard.js'] ? { csp: WORKER_POLICY } : {}),
    };
    if (!watch && !/\.(png|webp)$/.test(file)) {
      const br = brotliCompressSync(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      });
      const gz = gzipSync(bytes, { level: 9 });
      if (br.length < bytes.length) {
        writeFileSync(`${file}.br`, br);
        row.br = br.length;
      }
      if (gz.length < bytes.length) {
        writeFileSync(`${file}.gz`, gz);
        row.gz = gz.length;
      }
    }
    files.push(row);
  }
  const body = { version: 1, entries, first, files };
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(body, null, 1)}\n`);
  return body;
}

function budgets({ files, entries, first }) {
  const sent = address => {
    if (!address) return 0;
    const row = files.find(f => f.path === address.replace(/^\//, ''));
    return row ? (row.br ?? row.size) : 0;
  };
  const of = addresses => addresses.reduce((sum, address) => sum + sent(address), 0);
  const rows = [
    ['loader', of([entries['widget.js']]), BUDGET.loader],
    ['panel', of([entries.panel, ...(first.panel ?? [])]), BUDGET.panel],
    ['console', of([entries.console, ...(first.console ?? [])]), BUDGET.console],
    ['guard', of([entries['guard.js'], entries['guard.wasm']]), BUDGET.guard],
    ['feedback', of(first.feedback ?? []), BUDGET.feedback],
    ['status', of(first.feedback_status ?? []), BUDGET.status],
  ];
  let over = 0;
  for (const [name, size, limit] of rows) {
    const verdict = size === 0 ? 'not built' : size > limit ? 'OVER BUDGET' : 'ok';
    over += size > limit ? 1 : 0;
    console.log(
      `${name.padEnd(8)} ${(size / KB).toFixed(2).padStart(7)} KB brotli of ${(limit / KB).toFixed(0).padStart(3)} KB  ${verdict}`,
    );
  }
  if (over && strict) throw new Error('a size budget is exceeded');
}

async function make() {
  const out = 'dist.new';
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'assets'), { recursive: true });
  const names = {};
  const first = {};
  const entries = {};
  const add = (name, found) => {
    if (found.js) entries[`${name}.js`] = names[`${name}.js`] = found.js;
    if (found.css) entries[`${name}.css`] = names[`${name}.css`] = found.css;
    // Chunks of the first load, for the page's head and for the budget.
    names[`${name}.preload`] = found.chunks.map(a => `<link rel="modulepreload" href="${a}" />`).join('');
    first[name] = [found.js, found.css, ...found.chunks].filter(Boolean);
  };

  // ---- guard: module, worker --------------------------------------------------------------------
  entries['guard.wasm'] = hashed(out, guardModule());
  entries['guard_full.wasm'] = hashed(out, 'packages/guard/dist/guard_full.wasm');
  entries['guard.lists'] = wordLists(out);
  add('guard', await bundle(out, 'guard', 'apps/panel/guard.worker.ts'));

  // ---- widget: loader, panel --------------------------------------------------------------------
  // Styles that no script imports; the panel links them when they are needed.
  const cards = await bundle(out, 'cards', 'apps/panel/cards.css');
  const more = await bundle(out, 'more', 'apps/panel/more.css');
  const help = await bundle(out, 'help', 'apps/panel/help/help.css');
  const guarded = {
    splitting: true,
    define: {
      GUARD_WORKER_URL: JSON.stringify(entries['guard.js']),
      GUARD_WASM_URL: JSON.stringify(entries['guard.wasm']),
      GUARD_FULL_URL: JSON.stringify(entries['guard_full.wasm']),
      GUARD_LISTS_URL: JSON.stringify(entries['guard.lists']),
      CARDS_CSS_URL: JSON.stringify(cards.js),
      MORE_CSS_URL: JSON.stringify(more.js),
      HELP_CSS_URL: JSON.stringify(help.js),
    },
  };
  add('panel', await bundle(out, 'panel', 'apps/panel/main.tsx', guarded));
  page(out, 'apps/panel/index.html', 'panel.html', names);
  entries.panel = '/panel.html';
  const loader = await bundle(out, 'widget', 'apps/loader/loader.ts', { format: 'iife', target: ['es2019'] });
  entries['widget.js'] = names['widget.js'] = loader.js;
  writeFileSync(join(out, 'widget.js'), readFileSync(join(out, loader.js)));

  // ---- what anybody may open: the form, its status page, the styles of what the server writes ----
  add('feedback', await bundle(out, 'feedback', 'apps/feedback/main.tsx', guarded));
  page(out, 'apps/feedback/index.html', 'feedback.html', names);
  add('feedback_status', await bundle(out, 'feedback_status', 'apps/feedback/status.tsx', guarded));
  page(out, 'apps/feedback/status.html', 'feedback_status.html', names);
  add('board', await bundle(out, 'board', 'apps/public/board.ts'));
  entries['public.css'] = entries['board.css'];
  add('help', await bundle(out, 'help', 'apps/public/help.ts'));

  // ---- console (owned by apps/console) ----------------------------------------------------------
  if (existsSync('apps/console/main.tsx')) {
    add('console', await bundle(out, 'console', 'apps/console/main.tsx', { splitting: true }));
    page(out, 'apps/console/index.html', 'console.html', names);
    entries.console = '/console.html';
  }
  add('demo', await bundle(out, 'demo', 'apps/demo/demo.ts'));
  mkdirSync(join(out, 'demo/en'), { recursive: true });
  writeFileSync(join(out, 'demo/index.html'), demoPage('zh-CN', names));
  writeFileSync(join(out, 'demo/en/index.html'), demoPage('en', names));
  entries.demo = '/demo/index.html';
  entries['demo/en'] = '/demo/en/index.html';

  const listed = manifest(out, entries, first);
  rmSync('dist', { recursive: true, force: true });
  renameSync(out, 'dist');
  if (!watch) budgets(listed);
}

const started = Date.now();
await make();
console.log(`web: built in ${((Date.now() - started) / 1000).toFixed(1)} s`);

if (watch) {
  const stamp = () =>
    ['apps', 'packages'].flatMap(walk).reduce((newest, f) => Math.max(newest, statSync(f).mtimeMs), 0);
  let last = stamp();
  setInterval(async () => {
    const now = stamp();
    if (now === last) return;
    last = now;
    await make().then(
      () => console.log('rebuilt'),
      e => console.error(e.message),
    );
  }, 700);
}
