// Holds the shape of the tree: who imports whom, where text lives, and that the three languages agree.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const SRC = join(ROOT, 'src');
const LANGUAGES = ['zh-Hans', 'zh-Hant', 'en'];

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !/^(api|test)\/|\.(gen|test)\./.test(file),
);
const text = (file: string) => readFileSync(join(SRC, file), 'utf8');

/** The path below src that an import leads to, or null for a package. */
function target(file: string, specifier: string): string | null {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  return specifier.startsWith('.') ? relative(SRC, resolve(SRC, dirname(file), specifier)) : null;
}

function importsOf(file: string): string[] {
  const found = text(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...found].flatMap(([, specifier]) => target(file, specifier ?? '') ?? []);
}

const MAY: Record<string, string[]> = {
  shared: ['shared', 'api', 'locales'],
  app: ['app', 'shared', 'api', 'locales'],
  features: ['features', 'app', 'shared', 'api'],
  routes: ['features', 'app', 'shared', 'api'],
};

/** What is wrong with one import, or nothing. */
function breach(from: string, to: string): string | null {
  const layer = from.split('/')[0] ?? '';
  const allowed = MAY[layer];
  const [first = '', second] = to.split('/');
  const other = layer === 'features' && first === 'features' && second !== from.split('/')[1];
  return allowed && (other || !allowed.includes(first)) ? `${from} -> ${to}` : null;
}

test('the rule itself refuses what it should', () => {
  expect(breach('features/home/A.tsx', 'features/deals/B')).not.toBeNull();
  expect(breach('shared/A.tsx', 'app/viewer')).not.toBeNull();
  expect(breach('features/home/A.tsx', 'features/home/B')).toBeNull();
});

test('imports run routes → features → app → shared, and no feature knows another', () => {
  expect(files.flatMap((file) => importsOf(file).flatMap((to) => breach(file, to) ?? []))).toEqual([]);
});

test('a page file stays thin: no kit and no fetching in routes', () => {
  const heavy = files.filter(
    (file) => file.startsWith('routes/') && /from '(antd|echarts|@tanstack\/react-query)'/.test(text(file)),
  );
  expect(heavy.filter((file) => !/import type .*react-query/.test(text(file)))).toEqual([]);
});

const withoutComments = (code: string) => code.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');

test('no Chinese stands in a component: it belongs into src/locales', () => {
  const chinese = files.filter(
    (file) => file.endsWith('.tsx') && /\p{Script=Han}/u.test(withoutComments(text(file))),
  );
  expect(chinese).toEqual([]);
});

type Messages = { [key: string]: string | Messages };

function keysOf(node: Messages, path = ''): string[] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`] : keysOf(value, `${path}${key}.`),
  );
}

function messagesOf(language: string): Record<string, string[]> {
  const folder = join(SRC, 'locales', language);
  const entries = readdirSync(folder).map((file) => [
    file,
    keysOf(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Messages).sort(),
  ]);
  return Object.fromEntries(entries) as Record<string, string[]>;
}

test('the three languages have the same keys', () => {
  const [source, ...others] = LANGUAGES.map(messagesOf);
  for (const other of others) expect(other).toEqual(source);
});

test('traditional Chinese is in step with its source', () => {
  expect(() => execFileSync('node', [join(ROOT, 'scripts/zh-hant.mjs'), '--check'])).not.toThrow();
});

const MOST_LINES = { function: 60, file: 250 };

/** Functions of a source above the limit, by name. */
function longFunctions(file: string, code: string): string[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const line = (at: number) => source.getLineAndCharacterOfPosition(at).line;
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    const isLong = line(node.end) - line(node.getStart(source)) >= MOST_LINES.function;
    if (isLong && ts.isFunctionLike(node)) found.push(`${file} ${node.name?.getText(source) ?? '(unnamed)'}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('the measure counts a function from its first to its last line', () => {
  const lines = (count: number) => `function F() {\n${'a();\n'.repeat(count - 2)}}`;
  expect(longFunctions('F.ts', lines(60))).toEqual([]);
  expect(longFunctions('F.ts', lines(61))).toEqual(['F.ts F']);
  expect(longFunctions('G.ts', `const G = () => {\n${lines(70)}\n};`)).toEqual(['G.ts (unnamed)', 'G.ts F']);
});

test('a function is at most 60 lines and a file at most 250', () => {
  expect(files.flatMap((file) => longFunctions(file, text(file)))).toEqual([]);
  expect(files.filter((file) => text(file).trimEnd().split('\n').length > MOST_LINES.file)).toEqual([]);
});

// Words that the server's codes name, put together where no source spells their beginning.
const NAMED_BY_CODES = /^(acts:\w+|operator:(fact|standing)|imports:(subject|refusal))\./;

/** What the sources may ask for, as patterns: every literal (one within another too) without its namespace, values open. */
function asked(sources: string[]): RegExp[] {
  const literals = sources.flatMap((source) => [...source.matchAll(/(?=(['"`])((?:(?!\1)[^\n\\])+)\1)/g)]);
  const spelled = literals.map(([, , literal = '']) =>
    literal.replace(/^[a-z]+:/, '').replace(/\$\{[^}]*\}/g, '*'),
  );
  const keys = spelled.filter((one) => /^[\w.*-]*\w{2}[\w.*-]*$/.test(one));
  return [...new Set(keys)].map((one) => new RegExp(`^${one.replaceAll('.', '\\.').replaceAll('*', '.+')}$`));
}

test('what a source asks for is read with its values left open', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a source is a string here
  const patterns = asked(["t('common:form.save'), t(`step.${name}_text`), t(`${all}`)"]);
  const wants = (key: string) => patterns.some((one) => one.test(key));
  expect(['form.save', 'step.round_text', 'step.round', 'form.saved'].map(wants)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('every message is asked for somewhere', () => {
  const patterns = asked(files.map(text));
  const unused = Object.entries(messagesOf('zh-Hans')).flatMap(([file, keys]) =>
    keys
      .filter((key) => !patterns.some((one) => one.test(key) || one.test(key.replace(/_(one|other)$/, ''))))
      .map((key) => `${file.replace('.json', '')}:${key}`),
  );
  expect(unused.filter((key) => !NAMED_BY_CODES.test(key))).toEqual([]);
});
