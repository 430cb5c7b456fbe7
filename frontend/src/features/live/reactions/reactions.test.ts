import { expect, test } from 'vitest';
import { ofOthers, risen } from './reactions';

test('own taps are not shown twice, in whatever moments they come back', () => {
  expect(ofOthers({ clap: 3, fire: 1 }, { clap: 2, heart: 1 })).toEqual([
    { clap: 1, fire: 1 },
    { clap: 0, heart: 1 },
  ]);
  expect(ofOthers({ clap: 1 }, { clap: 2 })).toEqual([{}, { clap: 1 }]);
});

test('however many tap, so many signs are in the air', () => {
  const first = risen([], { clap: 400, heart: 2 }, () => 0.5);
  expect(first.map(({ kind }) => kind)).toEqual([...Array(5).fill('clap'), 'heart', 'heart']);
  let signs = first;
  for (let moment = 0; moment < 20; moment += 1) signs = risen(signs, { clap: 400 }, () => 0.5);
  expect(signs.length).toBe(24);
  expect(new Set(signs.map(({ id }) => id)).size).toBe(24);
});
