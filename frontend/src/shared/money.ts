/** What a price is on the wire: a decimal string and an ISO currency. It is never turned into a float. */
export interface MoneyValue {
  amount: string;
  currency: string;
}

/** Thin and unbreakable, between figure and unit. */
const GAP = '\u202f';

interface Unit {
  /** Power of ten from which the unit is used, and by which the figure is divided. */
  power: number;
  zh: string;
  zhHant: string;
  en: string;
}

const CHINESE: Unit[] = [
  { power: 8, zh: '亿', zhHant: '億', en: '' },
  { power: 4, zh: '万', zhHant: '萬', en: '' },
];
const ENGLISH: Unit[] = [
  { power: 9, zh: '', zhHant: '', en: 'B' },
  { power: 6, zh: '', zhHant: '', en: 'M' },
];

const NAMES: Record<string, { zh: string; zhHant: string }> = {
  CNY: { zh: '元', zhHant: '元' },
  HKD: { zh: '港元', zhHant: '港元' },
  MOP: { zh: '澳门元', zhHant: '澳門元' },
  USD: { zh: '美元', zhHant: '美元' },
  EUR: { zh: '欧元', zhHant: '歐元' },
  INR: { zh: '印度卢比', zhHant: '印度盧比' },
  GBP: { zh: '英镑', zhHant: '英鎊' },
  JPY: { zh: '日元', zhHant: '日圓' },
  SGD: { zh: '新加坡元', zhHant: '新加坡元' },
};

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** `digits` scaled down by `power` tens and rounded half away from zero to hundredths, as hundredths. */
function hundredths(digits: bigint, decimals: number, power: number): bigint {
  const drop = decimals + power - 2;
  if (drop <= 0) return digits * 10n ** BigInt(-drop);
  const divisor = 10n ** BigInt(drop);
  return (digits + divisor / 2n) / divisor;
}

function printed(value: bigint): string {
  const whole = (value / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  const rest = (value % 100n).toString().padStart(2, '0').replace(/0+$/, '');
  return rest ? `${whole}.${rest}` : whole;
}

/** The figure and the unit it ended in. Rounding that reaches the next unit moves there: 9999.9999 万 is 1 亿. */
function scaled(digits: bigint, decimals: number, units: Unit[]): [string, Unit | null] {
  const plain = hundredths(digits, decimals, 0);
  for (const [index, unit] of units.entries()) {
    const lower = units[index + 1];
    const own = hundredths(digits, decimals, unit.power);
    if (own >= 100n && plain >= 100n * 10n ** BigInt(unit.power)) return [printed(own), unit];
    const below = hundredths(digits, decimals, lower?.power ?? 0);
    if (below >= 100n * 10n ** BigInt(unit.power - (lower?.power ?? 0))) return [printed(100n), unit];
  }
  return [printed(plain), null];
}

/**
 * Prints a price for people: 万 from 10,000, 亿 from 100,000,000 (English: M and B), at most two decimals.
 * Text that is no decimal comes back as it is, so that nothing is silently shown as zero.
 */
export function money({ amount, currency }: MoneyValue, language: string): string {
  const match = DECIMAL.exec(amount.trim());
  if (!match) return `${amount}${GAP}${currency}`;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const english = language.startsWith('en');
  const [figure, unit] = scaled(BigInt(whole + fraction), fraction.length, english ? ENGLISH : CHINESE);
  const signed = figure === '0' ? figure : `${sign ? '−' : ''}${figure}`;
  if (english) return `${currency}${GAP}${signed}${unit ? `${GAP}${unit.en}` : ''}`;
  const script = language === 'zh-Hant' ? 'zhHant' : 'zh';
  return `${signed}${GAP}${unit ? unit[script] : ''}${NAMES[currency]?.[script] ?? `${GAP}${currency}`}`;
}

/** A span of prices in one currency; either end may be open. Null when both are. */
export function moneyRange(
  low: MoneyValue | null | undefined,
  high: MoneyValue | null | undefined,
  language: string,
): string | null {
  if (low && high) {
    const [from, to] = [money(low, language), money(high, language)];
    return from === to ? from : `${from} – ${to}`;
  }
  if (low) return `≥${GAP}${money(low, language)}`;
  return high ? `≤${GAP}${money(high, language)}` : null;
}

/** A currency by its name in the language of the reader. */
export function currencyName(code: string, language: string): string {
  // Anybody may write an address, and what is no code at all is refused with an error.
  if (!/^[A-Z]{3}$/.test(code)) return code;
  return new Intl.DisplayNames([language], { type: 'currency' }).of(code) ?? code;
}
