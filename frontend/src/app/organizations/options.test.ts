import { expect, test } from 'vitest';
import { organizationOptions } from './options';

const [jia, yi] = [
  { id: 'a', display_name: '甲', name_en: 'Jia' },
  { id: 'b', display_name: '乙' },
];

test('those chosen before keep their names beside what a search finds, each once', () => {
  const offered = (language: string) => organizationOptions(['a'], [jia], [yi, jia], language);
  expect(offered('zh-Hans')).toEqual([
    { value: 'a', label: '甲' },
    { value: 'b', label: '乙' },
  ]);
  expect(offered('en').map(({ label }) => label)).toEqual(['Jia', '乙']);
  expect(organizationOptions(['a'], [jia], [], 'en')).toEqual([{ value: 'a', label: 'Jia' }]);
});

test('one that cannot be chosen is shown with the reason', () => {
  const refusal = (one: { id: string }) => (one.id === 'b' ? '未认证' : undefined);
  expect(organizationOptions([], [], [jia, yi], 'zh-Hans', refusal)).toEqual([
    { value: 'a', label: '甲' },
    { value: 'b', label: '乙 · 未认证', disabled: true },
  ]);
});
