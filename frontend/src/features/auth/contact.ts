import { internationalNumber } from '@/shared/phones';

export type Contact = { email: string } | { phone: string };

/** Digits with the usual punctuation are a phone number; everything else is taken for an e-mail address. */
const PHONE = /^\+?[\d\s()-]{6,20}$/;

/** What a person typed into the one field for both, as the server wants it: phones as E.164. */
export function contactOf(typed: string): Contact {
  const text = typed.trim();
  if (!PHONE.test(text)) return { email: text };
  return { phone: internationalNumber(text) };
}

/** A field of the answer as the field of our form: address and phone share one. */
export const FIELD: Record<string, string> = {
  email: 'login',
  phone: 'login',
  username: 'login',
  key: 'code',
};
