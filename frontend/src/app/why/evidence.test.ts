import { expect, test } from 'vitest';
import type { Gate, Reason } from '@/api';
import { gateEvidence, reasonEvidence, type Words } from './evidence';

const words: Words = {
  sector: (code) => `S:${code}`,
  stage: (code) => `G:${code}`,
  amount: (figure, currency) => `${figure}${currency}`,
  range: (low, high) => `${low}-${high}`,
  percent: (share) => `${share * 100}%`,
  day: (day) => day,
  list: (parts) => parts.join('+'),
  say: (key, values = {}) =>
    key === 'join'
      ? String(values.parts)
      : key === 'separator'
        ? ' | '
        : [key, ...Object.values(values)].join(':'),
};
const empty = { asked: [], given: [], common: [], deals: [], figures: {}, labels: {} };
const gate = (code: string, state: string, evidence: object): Gate =>
  ({ code, state, evidence: { ...empty, ...evidence } }) as Gate;
const reason = (code: string, evidence: object): Reason =>
  ({ code, share: 1, contribution: 1, evidence: { ...empty, ...evidence } }) as Reason;

test('gates say what both sides state, and who stays silent', () => {
  expect(gateEvidence(gate('stage', 'failed', { asked: ['seed'], given: ['series_a'] }), words)).toBe(
    'gate_text.takes:G:seed:G:series_a',
  );
  expect(gateEvidence(gate('stage', 'not_stated', { given: ['seed'] }), words)).toBe(
    'gate_text.investor_open',
  );
  expect(
    gateEvidence(
      gate('geography', 'passed', {
        asked: ['cn'],
        given: ['cn', 'cn/guangdong'],
        labels: { cn: 'China', 'cn/guangdong': 'Guangdong' },
      }),
      words,
    ),
  ).toBe('gate_text.takes:China:Guangdong');
  expect(
    reasonEvidence(reason('city', { common: ['jp/tokyo'], labels: { 'jp/tokyo': 'Tokyo' } }), words),
  ).toBe('Tokyo');
  expect(
    gateEvidence(gate('ticket', 'passed', { figures: { ticket_low: 1, ticket_high: 2, ask: 3 } }), words),
  ).toBe('gate_text.ticket:1-2:3CNY');
  expect(gateEvidence(gate('ticket', 'not_stated', {}), words)).toBe('gate_text.unstated');
  expect(gateEvidence(gate('something_new', 'passed', {}), words)).toBe('');
});

test('a reason names the leaf, the record and an example', () => {
  expect(
    reasonEvidence(
      reason('sector', {
        common: ['AI', 'AI_CV', 'SEMI'],
        figures: { deals: 3, deals_total: 9, declared_share: 0.8 },
        deals: [{ company_id: '1', company: 'Lan', on: '2025-01-02', round: '' }],
      }),
      words,
    ),
  ).toBe(
    'S:AI_CV+S:SEMI | record.deals:3:9 | record.declared | record.examples:record.example:Lan:2025-01-02',
  );
});

test('likeness names what is in common of any kind, and how much is only declared', () => {
  expect(
    reasonEvidence(
      reason('likeness', {
        common: ['AI_CV', 'cn/guangdong', 'a', '芯片'],
        labels: { 'cn/guangdong': 'Guangdong' },
        figures: { deals: 3, deals_total: 9, declared_share: 0.25 },
      }),
      words,
    ),
  ).toBe('shared:S:AI_CV+Guangdong+bucket.a+S:芯片 | record.deals:3:9 | record.declared_share:25%:75%');
});

test('a part of the score this build does not know still shows its record', () => {
  expect(reasonEvidence(reason('brand_new', { figures: { deals: 2 } }), words)).toBe('record.deals:2:2');
});
