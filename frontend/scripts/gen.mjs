// Writes what is derived from the tree and ignored by git: the route tree, the types of the message keys, and which of their
// files each page needs.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Generator, getConfig } from '@tanstack/router-generator';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

async function writeRouteTree() {
  const config = getConfig(
    { routesDirectory: './src/routes', generatedRouteTree: './src/routeTree.gen.ts' },
    ROOT,
  );
  await new Generator({ config, root: ROOT }).run();
}

function writeMessageTypes() {
  const names = readdirSync(`${ROOT}/src/locales/zh-Hans`)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace('.json', ''))
    .sort();
  const lines = names.map((name) => `      ${name}: typeof import('../../locales/zh-Hans/${name}.json');`);
  const text = [
    'import "i18next";',
    "declare module 'i18next' {",
    '  interface CustomTypeOptions {',
    "    defaultNS: 'common';",
    '    resources: {',
    ...lines,
    '    };',
    '  }',
    '}',
    '',
  ].join('\n');
  writeFileSync(`${ROOT}/src/app/i18n/resources.gen.d.ts`, text);
}

const IMPORTED = /^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)';|^import '([^']+)';/gm;
const ASKED = /useTranslation\((\[[^\]]*\]|'[^']+')/g;
const ROUTE = /createFileRoute\('([^']+)'\)/;

/** The module of ours that `name` means in `file`; undefined for a package. */
function moduleOf(name, file) {
  if (!name.startsWith('@/') && !name.startsWith('.')) return undefined;
  const path = name.startsWith('@/') ? resolve(ROOT, 'src', name.slice(2)) : resolve(dirname(file), name);
  return ['', '.ts', '.tsx', '/index.ts']
    .map((end) => path + end)
    .find((one) => /\.tsx?$/.test(one) && existsSync(one));
}

/** Files of messages asked for by the module and by all it imports; what it loads later waits by itself. */
function namespacesOf(file, seen = new Set()) {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const asked = [...text.matchAll(ASKED)].flatMap(([, names]) =>
    [...names.matchAll(/'([^']+)'/g)].map(([, name]) => name),
  );
  const imported = [...text.matchAll(IMPORTED)]
    .map(([, from, alone]) => moduleOf(from ?? alone, file))
    .filter(Boolean);
  return [...asked, ...imported.flatMap((one) => namespacesOf(one, seen))];
}

function writeMessagesOfPages() {
  const folder = resolve(ROOT, 'src/routes');
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.tsx'));
  const lines = files.sort().flatMap((file) => {
    const id = ROUTE.exec(readFileSync(resolve(folder, file), 'utf8'))?.[1];
    const names = [...new Set(namespacesOf(resolve(folder, file)))]
      .filter((name) => name !== 'common')
      .sort();
    return id && names.length > 0 ? [`  '${id}': ${JSON.stringify(names)},`] : [];
  });
  const text = ['export const MESSAGES: Record<string, string[]> = {', ...lines, '};', ''].join('\n');
  writeFileSync(resolve(ROOT, 'src/app/i18n/pages.gen.ts'), text);
}

writeMessageTypes();
writeMessagesOfPages();
await writeRouteTree();
