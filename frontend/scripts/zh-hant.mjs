// Writes src/locales/zh-Hant from zh-Hans (mainland to Hong Kong characters and words), then the overrides of
// scripts/zh-hant-overrides.json: {"words": {"from": "to"}, "keys": {"namespace:a.b": "text"}}.
// With --check nothing is written and the exit code tells whether the committed files are in step.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Converter } from 'opencc-js';

const LOCALES = fileURLToPath(new URL('../src/locales', import.meta.url));
const overrides = JSON.parse(readFileSync(new URL('./zh-hant-overrides.json', import.meta.url), 'utf8'));
const convert = Converter({ from: 'cn', to: 'hk' });

function translate(text) {
  let result = convert(text);
  for (const [from, to] of Object.entries(overrides.words)) result = result.replaceAll(from, to);
  return result;
}

function walk(node, path) {
  if (typeof node === 'string') return overrides.keys[path] ?? translate(node);
  const step = (key) => (path.endsWith(':') ? `${path}${key}` : `${path}.${key}`);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value, step(key))]));
}

/** The text of one generated file. */
function generated(file) {
  const source = JSON.parse(readFileSync(`${LOCALES}/zh-Hans/${file}`, 'utf8'));
  return `${JSON.stringify(walk(source, `${file.replace('.json', '')}:`), null, 2)}\n`;
}

const jsonIn = (folder) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
const files = jsonIn(`${LOCALES}/zh-Hans`);
const extra = jsonIn(`${LOCALES}/zh-Hant`).filter((file) => !files.includes(file));
const stale = files.filter((file) => {
  const path = `${LOCALES}/zh-Hant/${file}`;
  return !existsSync(path) || readFileSync(path, 'utf8') !== generated(file);
});

if (process.argv.includes('--check')) {
  const wrong = [...stale, ...extra];
  if (wrong.length > 0)
    process.stderr.write(`zh-Hant is out of step, run \`npm run zh-hant\`: ${wrong.join(', ')}\n`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
} else {
  mkdirSync(`${LOCALES}/zh-Hant`, { recursive: true });
  for (const file of stale) writeFileSync(`${LOCALES}/zh-Hant/${file}`, generated(file));
  for (const file of extra) rmSync(`${LOCALES}/zh-Hant/${file}`);
  process.stdout.write(
    `zh-Hant: ${stale.length} of ${files.length} files written, ${extra.length} removed\n`,
  );
}
