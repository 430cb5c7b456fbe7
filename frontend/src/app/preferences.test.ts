import { expect, test } from 'vitest';
import { pickLanguage } from './preferences';

test.each([
  ['en', 'zh-hant', ['zh-CN'], 'en'],
  [null, 'zh-hant', ['en-US'], 'zh-Hant'],
  [null, undefined, ['fr-FR', 'zh-HK'], 'zh-Hant'],
  [null, undefined, ['zh-TW'], 'zh-Hant'],
  [null, undefined, ['zh'], 'zh-Hans'],
  [null, undefined, ['en-GB', 'zh-CN'], 'en'],
  [null, '', ['fr'], 'zh-Hans'],
] as const)('chosen %s, account %s, browser %s: %s', (chosen, account, browser, expected) => {
  expect(pickLanguage(chosen, account, browser)).toBe(expected);
});
