import { describe, expect, it } from 'vitest';
import { isWritten, subjectOf, WORDS, type Words } from './mailWords';

const EMPTY = Object.fromEntries(WORDS.map((name) => [name, ''])) as Words;

describe('words of a mail to guests', () => {
  it('are named in the language of the reader, or in one there is', () => {
    const said = { ...EMPTY, subject_zh_hans: '提醒', subject_en: 'Reminder' };
    expect(['en', 'zh-Hans', 'zh-Hant'].map((one) => subjectOf(said, one))).toEqual([
      'Reminder',
      '提醒',
      '提醒',
    ]);
    expect(subjectOf(EMPTY, 'en')).toBe('');
  });

  it('are ready when one language has both, subject and text', () => {
    expect(isWritten({ ...EMPTY, subject_en: 'a', body_zh_hans: 'b' })).toBe(false);
    expect(isWritten({ ...EMPTY, subject_en: 'a', body_en: 'b' })).toBe(true);
  });
});
