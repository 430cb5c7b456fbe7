import { expect, test } from 'vitest';
import {
  type EventRow,
  priceSpan,
  roomOf,
  standingOf,
  subtitleOf,
  type Ticket,
  titleOf,
  validityOf,
} from './words';

const NOW = new Date('2026-03-05T06:00:00Z');
const payment = { state: 'created' } as NonNullable<Ticket['payment']>;
const event = (changes: Partial<EventRow>) =>
  ({
    state: 'published',
    is_full: false,
    ends_at: '2026-03-05T09:00:00Z',
    registration_closes_at: null,
    ...changes,
  }) as EventRow;

test.each([
  ['open', {}],
  ['full', { is_full: true }],
  ['closed', { registration_closes_at: '2026-03-05T06:00:00Z', is_full: true }],
  ['live', { state: 'live' }],
  ['live', { state: 'live', ends_at: '2026-03-05T05:30:00Z' }],
  ['ended', { ends_at: '2026-03-05T06:00:00Z' }],
  ['cancelled', { state: 'cancelled' }],
  ['draft', { state: 'draft' }],
] as [string, Partial<EventRow>][])('an event is %s', (standing, changes) => {
  expect(standingOf(event(changes), NOW)).toBe(standing);
});

test.each([
  ['valid', 'confirmed', { registration_closes_at: '2026-03-05T06:00:00Z', is_full: true }],
  ['live', 'confirmed', { state: 'live' }],
  ['over', 'confirmed', { state: 'ended' }],
  ['called_off', 'confirmed', { state: 'cancelled' }],
  ['given_back', 'cancelled', { state: 'cancelled' }],
] as const)('a ticket is %s', (validity, state, changes) => {
  expect(validityOf({ state, event: event(changes as Partial<EventRow>) }, NOW)).toBe(validity);
});

const kind = (id: string, amount: string) => ({
  id,
  name: id,
  name_en: '',
  is_offered: true,
  price: { amount, currency: 'CNY' as const },
});

test.each([
  ['free', [kind('a', '0.00')], null, null],
  ['one price', [kind('a', '99.00')], '99.00', '99.00'],
  ['several', [kind('a', '199.00'), kind('b', '99.00')], '99.00', '199.00'],
  ['some free', [kind('a', '0.00'), kind('b', '199.00')], null, '199.00'],
] as const)('prices: %s', (_, kinds, low, high) => {
  const span = priceSpan({ ticket_types: [...kinds] });
  expect(span.map((price) => price?.amount ?? null)).toEqual([low, high]);
});

test.each([
  ['to_pay', 'to_pay', 'awaiting_payment'],
  ['expired', 'invalid', 'expired'],
  ['asked', 'asked', 'pending_approval'],
  ['refused', 'refused', 'rejected'],
  ['transferred', 'transferred', 'transferred'],
] as const)('a place is %s, and its page says so', (validity, subtitle, state) => {
  expect(validityOf({ state, event: event({}) }, NOW)).toBe(validity);
  expect(subtitleOf({ state, event: event({}), payment })).toBe(subtitle);
  expect(subtitleOf({ state, event: event({ state: 'cancelled' }), payment })).toBe('invalid');
});

test('who was registered along waits for whoever pays', () => {
  expect(subtitleOf({ state: 'awaiting_payment', event: event({}), payment: null })).toBe('to_pay_by_other');
});

test('English names are for readers of English', () => {
  expect(titleOf({ title: '路演', title_en: 'Roadshow' }, 'en')).toBe('Roadshow');
  expect(titleOf({ title: '路演', title_en: '' }, 'en')).toBe('路演');
  expect(titleOf({ title: '路演', title_en: 'Roadshow' }, 'zh-Hant')).toBe('路演');
});

test.each([
  ['live', { state: 'live', starts_at: '2026-03-01T06:00:00Z' }],
  ['soon', { starts_at: '2026-03-06T05:59:59Z', ends_at: '2026-03-06T09:00:00Z' }],
  ['soon', { starts_at: '2026-03-05T05:00:00Z' }],
  [null, { starts_at: '2026-03-06T06:00:00Z', ends_at: '2026-03-06T09:00:00Z' }],
  [null, { starts_at: '2026-03-05T01:00:00Z', ends_at: '2026-03-05T05:00:00Z' }],
  [null, { state: 'ended', starts_at: '2026-03-05T05:00:00Z' }],
  [null, { state: 'under_review', starts_at: '2026-03-05T05:00:00Z' }],
] as [string | null, Partial<EventRow>][])('the way into the room: %s', (way, changes) => {
  expect(roomOf(event(changes), NOW)).toBe(way);
});
