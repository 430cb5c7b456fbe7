import { expect, it } from 'vitest';
import { type Check, toMend, wayTo } from './rehearsal';

const check = (name: Check['check'], standing: Check['standing']): Check => ({
  check: name,
  standing,
  count: 1,
});

it('puts what is missing before what would be better', () => {
  const checks = [
    check('polls', 'hint'),
    check('lines', 'ready'),
    check('decks', 'missing'),
    check('door', 'none'),
  ];
  expect(toMend(checks).map((one) => one.check)).toEqual(['decks', 'polls']);
});

it('leads to where each is seen to', () => {
  expect(wayTo('decks', 'e')).toBe('/org/events/e?tab=agenda');
  expect(wayTo('polls', 'e')).toBe('/rooms/e/remote');
  expect(wayTo('published', 'e')).toBeNull();
});
