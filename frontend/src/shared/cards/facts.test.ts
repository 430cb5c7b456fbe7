import { expect, test } from 'vitest';
import { askOf, placeOf } from './facts';

const cny = (amount: string) => ({ amount, currency: 'CNY' });

test('a place names city and district once each, and falls back to the region', () => {
  expect(placeOf({ region: '广东', city: '深圳', district: '福田' })).toBe('深圳 · 福田');
  expect(placeOf({ region: '广东', city: '', district: '' })).toBe('广东');
  expect(placeOf({ region: '香港', city: '香港', district: '香港' })).toBe('香港');
  expect(placeOf({ region: '', city: '', district: '' })).toBe('');
});

test('a named target outranks the span; without one either end may stay open', () => {
  const [low, target, high] = [cny('1'), cny('2'), cny('3')];
  expect(askOf({ amount_min: low, amount_target: target, amount_max: high })).toEqual({
    low: target,
    high: target,
  });
  expect(askOf({ amount_min: low, amount_target: null, amount_max: null })).toEqual({ low, high: null });
});
