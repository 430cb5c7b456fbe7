import type { MailingRow } from '@/api';

/** Languages a mail may be written in, as the names of its fields end. */
export const WRITTEN = ['zh_hans', 'zh_hant', 'en'] as const;
export type Written = (typeof WRITTEN)[number];

export const PLACEHOLDERS = ['name', 'organization', 'event', 'when', 'where', 'code', 'ticket'] as const;

/** What only a letter about a decision knows. */
export const OF_DECISIONS = [...PLACEHOLDERS, 'reason', 'price', 'until'] as const;
export type Placeholder = (typeof OF_DECISIONS)[number];

export const WORDS = WRITTEN.flatMap((language) => [`subject_${language}`, `body_${language}`] as const);
export type Words = Record<(typeof WORDS)[number], string>;

/** The subject in the reader's language, or in one there is. */
export function subjectOf(
  mailing: Pick<MailingRow, 'subject_zh_hans' | 'subject_zh_hant' | 'subject_en'>,
  language: string,
): string {
  const own = language.toLowerCase().startsWith('en') ? 'en' : language === 'zh-Hant' ? 'zh_hant' : 'zh_hans';
  const order: Written[] = [own, ...WRITTEN.filter((one) => one !== own)];
  return order.map((one) => mailing[`subject_${one}`]).find(Boolean) ?? '';
}

/** What makes a draft ready to be looked at: subject and text in one language at least. */
export function isWritten(words: Words): boolean {
  return WRITTEN.some((one) => words[`subject_${one}`].trim() && words[`body_${one}`].trim());
}
