import { expect, test } from 'vitest';
import { ServerClock } from './serverClock';

test('the message that came quickest says how the clocks differ', () => {
  const clock = new ServerClock();
  // The server is 1,000 ahead; messages are 300, 20 and 500 ms on their way.
  expect([300, 20, 500].map((delay) => clock.heard(1_000, delay))).toEqual([700, 980, 980]);
});

test('a clock that was set is believed after a few messages', () => {
  const clock = new ServerClock();
  clock.heard(5_000, 0);
  const said = Array.from({ length: 8 }, () => clock.heard(1_000, 0));
  expect(said.at(0)).toBe(5_000);
  expect(said.at(-1)).toBe(1_000);
});
