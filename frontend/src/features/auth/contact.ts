export type Contact = { email: string } | { phone: string };

/** Digits with the usual punctuation are a phone number; everything else is taken for an e-mail address. */
const PHONE = /^\+?[\d\s()-]{6,20}$/;

/** Mainland mobiles are 11 digits from 1; Hong Kong's have 8, and those from 66 are Macao's. */
function internationally(digits: string): string {
  if (/^1\d{10}$/.test(digits)) return `+86${digits}`;
  if (/^66\d{6}$/.test(digits)) return `+853${digits}`;
  if (/^[4-9]\d{7}$/.test(digits)) return `+852${digits}`;
  return `+${digits.replace(/^00/, '')}`;
}

/** What a person typed into the one field for both, as the server wants it: phones as E.164. */
export function contactOf(typed: string): Contact {
  const text = typed.trim();
  if (!PHONE.test(text)) return { email: text };
  const digits = text.replace(/\D/g, '');
  return { phone: text.startsWith('+') ? `+${digits}` : internationally(digits) };
}

/** A field of the answer as the field of our form: address and phone share one. */
export const FIELD: Record<string, string> = {
  email: 'login',
  phone: 'login',
  username: 'login',
  key: 'code',
};
