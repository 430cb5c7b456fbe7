/** Mainland mobiles are 11 digits from 1; Hong Kong's have 8, and those from 66 are Macao's. */
function internationally(digits: string): string {
  if (/^1\d{10}$/.test(digits)) return `+86${digits}`;
  if (/^66\d{6}$/.test(digits)) return `+853${digits}`;
  if (/^[4-9]\d{7}$/.test(digits)) return `+852${digits}`;
  return `+${digits.replace(/^00/, '')}`;
}

/** A number as people type it, in the form the server wants: E.164. */
export function internationalNumber(typed: string): string {
  const digits = typed.replace(/\D/g, '');
  return typed.trim().startsWith('+') ? `+${digits}` : internationally(digits);
}
