import { expect, test } from 'vitest';
import { HALF_HOURS, habitsBody } from './habits';

test('half hours cover the day once', () => {
  expect(new Set(HALF_HOURS).size).toBe(48);
  expect([HALF_HOURS[0], HALF_HOURS[45], HALF_HOURS[47]]).toEqual(['00:00', '22:30', '23:30']);
});

test('cleared quiet hours are sent as none', () => {
  expect(habitsBody({ digest: 'daily' })).toEqual({ digest: 'daily', quiet_from: null, quiet_until: null });
  expect(habitsBody({ digest: 'daily', quiet_from: '22:00', quiet_until: '07:00' })).toEqual({
    digest: 'daily',
    quiet_from: '22:00',
    quiet_until: '07:00',
  });
});
