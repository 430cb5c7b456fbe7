// Weighs, gzip, what a browser loads before a page works: the entry, its layouts and the page, with everything
// they import statically. Fails when a page is heavier than its budget.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const KB = 1024;
const BUDGET = { public: 260 * KB, console: 420 * KB, charts: 200 * KB };
const ALWAYS = ['src/locales/zh-Hans/common.json'];

const manifest = JSON.parse(readFileSync(`${DIST}.vite/manifest.json`, 'utf8'));
const weights = new Map();

function weigh(file) {
  if (!weights.has(file)) weights.set(file, gzipSync(readFileSync(DIST + file), { level: 9 }).length);
  return weights.get(file);
}

/** Every file that loading `key` pulls in at once. */
function filesOf(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const css of chunk.css ?? []) seen.add(css);
  for (const next of chunk.imports ?? []) filesOf(next, seen);
  return seen;
}

const isCharts = (file) => /echarts/.test(file);
const total = (files) => [...files].reduce((sum, file) => sum + weigh(file), 0);
const kilobytes = (bytes) => `${(bytes / KB).toFixed(1)} KB`;

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const first = new Set([entry, ...ALWAYS].flatMap((key) => [...filesOf(key)]));
const pages = Object.keys(manifest).filter((key) => /^src\/routes\/.*tsr-split=component/.test(key));
const layouts = (page) =>
  pages.filter((key) => key !== page && page.startsWith(`${key.split('.tsx')[0].replace('__root', '')}/`));

let failed = false;
function report(name, bytes, budget) {
  const over = bytes > budget;
  failed ||= over;
  process.stdout.write(
    `${over ? 'OVER' : 'ok  '} ${kilobytes(bytes).padStart(9)} of ${kilobytes(budget)}  ${name}\n`,
  );
}

for (const page of pages.sort()) {
  const files = new Set([...first, ...[page, ...layouts(page)].flatMap((key) => [...filesOf(key)])]);
  const own = [...files].filter((file) => !isCharts(file));
  const kind = page.startsWith('src/routes/_app') ? 'console' : 'public';
  report(page.split('?')[0], total(own), BUDGET[kind]);
}
const charts = Object.values(manifest).map(({ file }) => file);
report('charts', total(new Set(charts.filter(isCharts))), BUDGET.charts);
process.exitCode = failed ? 1 : 0;
