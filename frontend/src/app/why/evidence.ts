import type { Gate, Reason } from '@/api';

/** Turns codes and figures into words; the hook gives the words of the page's language. */
export interface Words {
  sector: (code: string) => string;
  stage: (code: string) => string;
  /** An amount in whole units. */
  amount: (figure: number, currency: 'CNY' | 'USD') => string;
  range: (low: number, high: number) => string;
  percent: (share: number) => string;
  day: (day: string) => string;
  list: (parts: string[]) => string;
  say: (key: string, values?: Record<string, unknown>) => string;
}

const MOST_WORDS = 6;
/** Stages as the score knows them. */
const BUCKETS = new Set(['seed', 'pre_a', 'a', 'b', 'c_plus', 'pe']);

/** A place is named by the server, which knows all of them. */
const placesOf = ({ evidence }: Gate | Reason) => {
  return (path: string) => evidence.labels[path] ?? path;
};

/** Sentences of one gate, most telling first. */
export function gateEvidence(gate: Gate, words: Words): string {
  const { code, state, evidence } = gate;
  const { asked, given, common, figures } = evidence;
  const { say, list } = words;
  if (code === 'ticket') {
    const { ticket_low: low, ticket_high: high, ask } = figures;
    if (low === undefined || high === undefined || ask === undefined) return say('gate_text.unstated');
    return say('gate_text.ticket', { ticket: words.range(low, high), ask: words.amount(ask, 'CNY') });
  }
  if (code === 'conflict') return state === 'failed' ? say('gate_text.conflict_failed') : '';
  const name = { stage: words.stage, geography: placesOf(gate), exclusion: words.sector }[code as string];
  if (!name) return '';
  if (code === 'exclusion') {
    if (state === 'not_stated') return say('gate_text.no_exclusion');
    return say(state === 'failed' ? 'gate_text.excluded' : 'gate_text.not_excluded', {
      names: list((state === 'failed' ? common : asked).slice(0, MOST_WORDS).map(name)),
    });
  }
  if (asked.length === 0) return say('gate_text.investor_open');
  if (given.length === 0) return say('gate_text.startup_silent');
  const theirs = list(asked.slice(0, MOST_WORDS).map(name));
  // Of a place's path only its end is worth saying.
  const ours = name(code === 'geography' ? (given[given.length - 1] ?? '') : (given[0] ?? ''));
  return say('gate_text.takes', { theirs, ours });
}

/** How much of it rests on the record, how much on what the investor declares. */
function record({ code, evidence }: Reason, { say, percent }: Words): string[] {
  const { deals, deals_total: total, declared_share: declared } = evidence.figures;
  const found = deals ? [say('record.deals', { count: deals, total: total ?? deals })] : [];
  if (declared && code === 'likeness') {
    const shares = { declared: percent(declared), actual: percent(1 - declared) };
    return [...found, say('record.declared_share', shares)];
  }
  return declared && declared > 0.5 ? [...found, say('record.declared')] : found;
}

function examples({ evidence }: Reason, { say, list, day }: Words): string[] {
  const named = evidence.deals
    .filter(({ company }) => company)
    .slice(0, 2)
    .map(({ company, on }) => say('record.example', { company, day: day(on) }));
  return named.length > 0 ? [say('record.examples', { names: list(named) })] : [];
}

/** What a pair shares of any kind: a place the server named, a stage, a sector, a word. */
function anything({ evidence }: Reason, words: Words) {
  return (code: string) =>
    evidence.labels[code] ??
    (BUCKETS.has(code) ? words.say(`bucket.${code}`) : words.sector(code.replace(/^~/, '')));
}

/** Sentences about what both sides share, by the part of the score. Unknown parts say what they can. */
function shared(reason: Reason, words: Words): string[] {
  const { common, figures } = reason.evidence;
  const { say, list } = words;
  const named = (name: (code: string) => string, codes = common) =>
    codes.length > 0 ? [list([...new Set(codes.slice(0, MOST_WORDS).map(name))])] : [];
  switch (reason.code as string) {
    case 'sector': {
      // A leaf says more than the branch it hangs on.
      const leaves = common.filter((code) => !common.some((other) => other.startsWith(`${code}_`)));
      return named((code) => (code.startsWith('~') ? code.slice(1) : words.sector(code)), leaves);
    }
    case 'stage':
      return named((code) => say(`bucket.${code}`));
    case 'region':
    case 'city':
    case 'home_city':
    case 'home_region':
    case 'home_country':
      return named(placesOf(reason));
    case 'age':
      return common[0] ? [say('age', { years: common[0] })] : [];
    case 'text':
      return named((word) => word);
    case 'likeness':
      return named(anything(reason, words)).map((names) => say('shared', { names }));
    case 'amount_distance': {
      const { ask_usd: ask, usual_usd: usual } = figures;
      if (usual === undefined) return [];
      const theirs = say('amount.usual', { amount: words.amount(usual, 'USD') });
      return ask === undefined ? [theirs] : [theirs, say('amount.ask', { amount: words.amount(ask, 'USD') })];
    }
    case 'first_round_share':
      return figures.share === undefined
        ? []
        : [say('first_round', { percent: words.percent(figures.share) })];
    case 'recent_activity':
      return [say('recent', { count: figures.deals_12_months ?? 0 })];
    case 'time_since_last_deal':
      return figures.months_since === undefined
        ? []
        : [say('months', { count: Math.round(figures.months_since) })];
    default:
      return [];
  }
}

/** What a reason rests on, as one line. */
export function reasonEvidence(reason: Reason, words: Words): string {
  return words.say('join', {
    parts: [...shared(reason, words), ...record(reason, words), ...examples(reason, words)].join(
      words.say('separator'),
    ),
  });
}
