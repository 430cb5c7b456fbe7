import { expect, test } from 'vitest';
import { sectorMatches } from '@/shared/sectors/sectorTree';
import { sectorRows } from './sectors';

const chip = {
  code: 'AI_CHIP',
  parent: 'AI',
  name_zh: '智能芯片',
  name_zh_hant: '智能晶片',
  name_en: 'AI Chips',
  pinyin: 'zhinengxinpian',
  aliases: ['人工智慧晶片'],
};

test.each([
  ['zh-Hans', '智能芯片'],
  ['zh-Hant', '智能晶片'],
  ['en', 'AI Chips'],
])('in %s the sector is called %s and every other word still finds it', (language, name) => {
  const [row] = sectorRows([chip], language);
  expect(row).toMatchObject({ code: 'AI_CHIP', parent: 'AI', name });
  for (const word of ['智能芯片', '晶片', 'ai chip', 'zhineng', '人工智慧'])
    expect(row && sectorMatches(row, word)).toBe(true);
});
