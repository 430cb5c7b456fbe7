import { expect, test } from 'vitest';
import { bodyOf, companyOptions, validateThesisSearch } from './values';

test('amounts keep every digit and share one currency; what was cleared is sent as empty', () => {
  const body = bodyOf({ title: 'T', currency: 'USD', ticket_min: '9007199254740993', ticket_max: null });
  expect(body.ticket_min).toEqual({ amount: '9007199254740993', currency: 'USD' });
  expect(body.ticket_max).toBeNull();
  expect([body.stages, body.summary, body.fund, body.annual_deals]).toEqual([[], '', null, null]);
});

test('the address falls back on anything', () => {
  expect(validateThesisSearch({ firm: 7, edit: {} })).toEqual({ firm: '7' });
});

test('companies chosen before keep their names beside what a search finds, each once', () => {
  const [jia, yi] = [
    { id: 'a', display_name: '甲', name_en: 'Jia' },
    { id: 'b', display_name: '乙' },
  ];
  const offered = (language: string) => companyOptions(['a'], [jia], [yi, jia], language);
  expect(offered('zh-Hans').map(({ value, label }) => [value, label])).toEqual([
    ['a', '甲'],
    ['b', '乙'],
  ]);
  expect(offered('en').map(({ label }) => label)).toEqual(['Jia', '乙']);
  expect(companyOptions(['a'], [jia], [], 'en')).toEqual([{ value: 'a', label: 'Jia' }]);
});

test('conflicts reach the server as ids', () => {
  expect(bodyOf({ title: 'T', portfolio_conflicts: ['a', 'b'] }).portfolio_conflicts).toEqual(['a', 'b']);
});
