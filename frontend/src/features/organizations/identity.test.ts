import { expect, test } from 'vitest';
import { endedBy } from './identity';
import type { Organization } from './search';

const NAMES = { legal_name: '甲公司', brand_name: '甲', name_en: 'Jia', uscc: null, country: 'CHN' };
const inState = (verification_state: Organization['verification_state']) =>
  ({ ...NAMES, verification_state }) as Organization;

test('a change of any name, of the code or the country is asked about, and nothing else is', () => {
  const ended = (values: object) => endedBy(inState('verified'), values);
  expect(Object.keys(NAMES).map((name) => ended({ ...NAMES, [name]: 'x' }))).toEqual(
    Array(5).fill('verified'),
  );
  expect([ended({}), ended(NAMES), ended({ ...NAMES, uscc: '' }), ended({ city: '广州' })]).toEqual(
    Array(4).fill(null),
  );
});

test('only what is verified or under review can end', () => {
  const states = ['unverified', 'pending', 'verified', 'rejected', 'expired'] as const;
  expect(states.map((state) => endedBy(inState(state), { brand_name: '乙' }))).toEqual([
    null,
    'pending',
    'verified',
    null,
    null,
  ]);
});
