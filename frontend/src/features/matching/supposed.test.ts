import { expect, test } from 'vitest';
import type { PitchRowOutput, WhatIf } from '@/api';
import { asItIs, byCondition, question } from './supposed';

const pitch = {
  amount_target: { amount: '20500000.00', currency: 'USD' },
  stage: 'series_a',
  city: '深圳',
} as PitchRowOutput;

test('what was not turned is not asked', () => {
  expect(question(pitch, asItIs(pitch))).toEqual({});
  expect(question(pitch, { ...asItIs(pitch), city: ' ' })).toEqual({});
  expect(question(pitch, { ...asItIs(pitch), rung: 0, stage: 'seed', city: ' 北京 ' })).toEqual({
    amount: { amount: '100000', currency: 'USD' },
    stage: 'seed',
    city: '北京',
  });
});

test('conditions stand in the order of how many theses they move', () => {
  const found = { gained_by: { stage: 2 }, lost_by: { ticket: 9, stage: 1 } } as unknown as WhatIf;
  expect(byCondition(found)).toEqual([
    { code: 'ticket', gained: 0, lost: 9 },
    { code: 'stage', gained: 2, lost: 1 },
  ]);
});
