import { expect, test } from 'vitest';
import { bodyOf, validateThesisSearch } from './values';

test('amounts keep every digit and share one currency; what was cleared is sent as empty', () => {
  const body = bodyOf({ title: 'T', currency: 'USD', ticket_min: '9007199254740993', ticket_max: null });
  expect(body.ticket_min).toEqual({ amount: '9007199254740993', currency: 'USD' });
  expect(body.ticket_max).toBeNull();
  expect([body.stages, body.summary, body.fund, body.annual_deals]).toEqual([[], '', null, null]);
});

test('the address falls back on anything', () => {
  expect(validateThesisSearch({ firm: 7, edit: {} })).toEqual({ firm: '7' });
});

test('conflicts reach the server as ids', () => {
  expect(bodyOf({ title: 'T', portfolio_conflicts: ['a', 'b'] }).portfolio_conflicts).toEqual(['a', 'b']);
});
