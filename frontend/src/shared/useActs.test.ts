import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import i18next from 'i18next';
import { expect, test } from 'vitest';
import acts from '@/locales/zh-Hans/acts.json';
import { nameOfAct } from './useActs';

const BACKEND = resolve(import.meta.dirname, '../../../backend');
const read = (file: string) => readFileSync(join(BACKEND, file), 'utf8');

/** First words of the acts an organization reads, from the one list of them. */
function deskWords(): string[] {
  const list = read('accounts/trails.py').match(/_DESK = frozenset\(\s*\{([^}]*)\}/)?.[1] ?? '';
  return [...list.matchAll(/"(\w+)"/g)].map(([, word]) => word ?? '');
}

/** Every act that is written out in a service or handler; the states of reviews are made of a word and a state. */
function recordedActs(): string[] {
  const files = readdirSync(BACKEND, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.py$/.test(file),
  );
  const calls = files.flatMap((file) => [...read(file).matchAll(/audit\.record\((?=([\s\S]{0,160}))/g)]);
  return calls.flatMap(([, call]) => call?.match(/"(\w+\.\w+)"/)?.[1] ?? []);
}

const REVIEWED = ['verification', 'claim', 'standing'].flatMap((word) =>
  ['requested', 'withdrawn', 'approved', 'rejected', 'evidence_removed'].map((state) => `${word}.${state}`),
);

/** What has no name in the messages. */
const unnamed = (codes: string[]) => {
  const names = acts as unknown as Record<string, Record<string, string> | undefined>;
  return codes.filter((code) => !names[code.split('.')[0] ?? '']?.[code.split('.')[1] ?? '']);
};

test('the list and the acts are found, and one that has no name is seen', () => {
  expect(deskWords()).toContain('verification');
  expect(recordedActs()).toEqual(expect.arrayContaining(['organization.created', 'person.signed_in']));
  expect(unnamed(['organization.created', 'organization.dissolved'])).toEqual(['organization.dissolved']);
});

test('every word of the list and every recorded act has a name', () => {
  expect(unnamed([...deskWords().map((word) => `${word}.group`), ...recordedActs(), ...REVIEWED])).toEqual(
    [],
  );
});

test('an act this build does not know is named by its group, or politely at all', async () => {
  const own = i18next.createInstance();
  await own.init({ lng: 'zh', ns: ['acts'], defaultNS: 'acts', resources: { zh: { acts } } });
  const lookup = own.t as unknown as Parameters<typeof nameOfAct>[1];
  expect(nameOfAct('fund.created', lookup)).toBe(acts.fund.created);
  expect(nameOfAct('fund.frozen', lookup)).toBe(acts.other_in.replace('{{group}}', acts.fund.group));
  expect(nameOfAct('weather.changed', lookup)).toBe(acts.other);
});
