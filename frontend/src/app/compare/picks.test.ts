import { expect, test } from 'vitest';
import { compareHref, MOST, picksOf, readHeld, toggled } from './picks';

const pick = (id: string) => ({ id, name: id.toUpperCase() });

test('one is taken in and out again, and the sixth finds no room', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map(pick);
  expect(toggled([], pick('a'))).toEqual([pick('a')]);
  expect(toggled(five, pick('c'))).toEqual(['a', 'b', 'd', 'e'].map(pick));
  expect(toggled(five, pick('f'))).toBe(five);
});

test('nobody sees what another person chose in the same browser', () => {
  expect(picksOf({ owner: 'me', picks: [pick('a')] }, 'me')).toEqual([pick('a')]);
  expect(picksOf({ owner: 'me', picks: [pick('a')] }, 'other')).toEqual([]);
  expect(picksOf({ owner: 'me', picks: [pick('a')] }, '')).toEqual([]);
  expect(picksOf({ owner: '', picks: [pick('a')] }, 'me')).toEqual([pick('a')]);
});

test('whatever stands in the browser is read as picks or as none', () => {
  for (const stored of [null, 3, 'x', { picks: 'x' }, { picks: [null, { id: 1 }, 'a'] }]) {
    expect(readHeld(stored)).toEqual({ owner: '', picks: [] });
  }
  const many = Array.from({ length: 9 }, (_, at) => pick(String(at)));
  expect(readHeld({ owner: 'me', picks: many })).toEqual({ owner: 'me', picks: many.slice(0, MOST) });
});

test('the address holds the ids alone', () => {
  expect(compareHref(['a', 'b'])).toBe('/investor/compare?ids=a,b');
});
