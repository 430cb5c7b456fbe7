/** A piece of the search text and what the server read it as. */
export interface Piece {
  kind: string;
  value: string;
  /** The piece as typed, folded: simplified, lower case, single blanks. Of amounts it is the range itself. */
  text: string;
}

/** Pieces to show: what was read from the same words stands in one chip, plain words in none. */
export interface Reading {
  kind: string;
  text: string;
  values: string[];
}

export function readings(pieces: readonly Piece[]): Reading[] {
  const found: Reading[] = [];
  for (const { kind, value, text } of pieces) {
    if (kind === 'word') continue;
    const same = found.find((one) => one.kind === kind && one.text === text);
    if (same) same.values.push(value);
    else found.push({ kind, text, values: [value] });
  }
  return found;
}

/** An amount with its unit, as people type it: 500万, 2 亿, $3m, 1000 rmb. */
const AMOUNT =
  /[$¥￥]?\s*\d[\d.,]*\s*(?:[-~–至到]\s*\d[\d.,]*\s*)?(?:百万|千万|万|萬|亿|億|million|billion|[mkb](?![a-z]))?\s*(?:人民币|人民幣|美元|美金|港元|港币|元|cny|rmb|usd|hkd)?/gi;

function withoutAmount(query: string): string {
  const found = [...query.matchAll(AMOUNT)].map(([hit]) => hit).filter((hit) => hit.trim());
  const longest = found.sort((a, b) => b.trim().length - a.trim().length)[0];
  return longest ? query.replace(longest, ' ') : query;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The piece inside the query, whatever its case and blanks. */
function withoutText(query: string, text: string): string {
  const signs = [...text.replace(/\s+/g, '')].map(escaped);
  return query.replace(new RegExp(signs.join('\\s*'), 'i'), ' ');
}

const tidy = (query: string) => query.replace(/\s+/g, ' ').trim();

/**
 * The query without one of its readings. Where the piece cannot be found in what was typed (it was traditional or
 * pinyin), the query is put together anew from everything else that was understood.
 */
export function withoutReading(query: string, reading: Reading, pieces: readonly Piece[]): string {
  const cut = reading.kind === 'amount' ? withoutAmount(query) : withoutText(query, reading.text);
  if (tidy(cut) !== tidy(query)) return tidy(cut);
  const others = pieces.filter(({ kind, text }) => kind !== 'amount' && text !== reading.text);
  return tidy([...new Set(others.map(({ text }) => text))].join(' '));
}

/** `2500000..10000000 CNY` as its ends; either may be open. */
export function amountEnds(value: string): { low: string | null; high: string | null; currency: string } {
  const [range = '', currency = 'CNY'] = value.split(' ');
  const [low = '', high = ''] = range.split('..');
  return { low: low || null, high: high || null, currency };
}
