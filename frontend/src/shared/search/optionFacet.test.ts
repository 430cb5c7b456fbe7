import { expect, test } from 'vitest';
import { optionFacet } from './optionFacet';

test('known values stay in their order, counted ones follow, chosen ones never vanish', () => {
  const facet = optionFacet({
    key: 'city',
    label: '城市',
    counts: [{ value: 'cn/guangdong/shenzhen', count: 3, label: '深圳' }],
    chosen: ['cn/beijing/beijing'],
    known: ['hk'],
    onChange: () => undefined,
  });
  expect(facet.options).toEqual([
    { value: 'hk', label: 'hk', count: 0 },
    { value: 'cn/guangdong/shenzhen', label: '深圳', count: 3 },
    { value: 'cn/beijing/beijing', label: 'beijing', count: 0 },
  ]);
});
