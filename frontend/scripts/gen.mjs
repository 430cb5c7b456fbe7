// Writes what is derived from the tree and ignored by git: the route tree and the types of the message keys.
import { readdirSync, writeFileSync } from 'node:fs';
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

writeMessageTypes();
await writeRouteTree();
