import { expect, test } from 'vitest';
import { todosOf } from './todos';

const company = (verification_state: 'verified' | 'unverified') => [
  { id: 'c', display_name: 'Lan', kind: 'startup' as const, role: 'owner' as const, verification_state },
];
const pitch = {
  id: 'p',
  state: 'published',
  completeness_percent: 95,
  last_confirmed_at: '2026-01-01T00:00:00Z',
};
const keys = (...given: Parameters<typeof todosOf>) => todosOf(...given).map(({ key }) => key);

test('a newcomer verifies the company and posts', () => {
  expect(keys(company('unverified'), [])).toEqual(['verify', 'post']);
});

test('a published pitch is confirmed once its 90 days are over', () => {
  expect(keys(company('verified'), [pitch], new Date('2026-03-01T00:00:00Z'))).toEqual([]);
  expect(keys(company('verified'), [pitch], new Date('2026-04-15T00:00:00Z'))).toEqual(['confirm']);
});

test('a thin draft is to be submitted and completed, a closed one asks for nothing', () => {
  const draft = { ...pitch, state: 'draft', completeness_percent: 40, last_confirmed_at: null };
  expect(keys(company('verified'), [draft])).toEqual(['submit', 'complete']);
  expect(keys(company('verified'), [{ ...draft, state: 'closed' }])).toEqual([]);
});
