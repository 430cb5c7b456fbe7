/** One thing a piece of the search text can mean. */
export interface Meaning {
  kind: string;
  /** Codes; tokens of a word; `low..high CUR` of an amount. */
  values: string[];
  /** Of places and words, in the reader's language. */
  label: string;
}

/** A piece of the search text and what the server read it as, with the whole text as it would be otherwise. */
export interface Piece extends Meaning {
  text: string;
  excluded: boolean;
  without: string;
  /** The text with the piece excluded, or wanted again; blank when there is none. */
  turned: string;
  choices: (Meaning & { query: string })[];
}

/** Pieces worth showing: plain words say nothing new unless something else was read, or they mean several things. */
export function shown(pieces: readonly Piece[]): Piece[] {
  const tells = ({ kind, excluded, choices }: Piece) => kind !== 'word' || excluded || choices.length > 0;
  return pieces.some(tells) ? [...pieces] : [];
}

export const keyOf = ({ kind, values, text, excluded }: Piece) =>
  `${excluded ? '-' : ''}${kind}:${text}:${values.join(' ')}`;

/** `2500000..10000000 CNY` as its ends; either may be open. */
export function amountEnds(value: string): { low: string | null; high: string | null; currency: string } {
  const [range = '', currency = 'CNY'] = value.split(' ');
  const [low = '', high = ''] = range.split('..');
  return { low: low || null, high: high || null, currency };
}
