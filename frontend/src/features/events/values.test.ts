import { expect, test } from 'vitest';
import { changedBody, type EventValues, newBody, valuesOf } from './values';
import type { EventDetail } from './words';

const VALUES: EventValues = {
  preset: 'salon',
  title: '沙龙',
  starts_at: '2026-03-05T14:30',
  ends_at: '2026-03-05T17:30',
  capacity: 40,
};

test('a new event is sent whole, with the times of the street', () => {
  expect(newBody(VALUES, 'host')).toEqual({
    organization: 'host',
    preset: 'salon',
    title: '沙龙',
    title_en: '',
    summary: '',
    description: '',
    sectors: [],
    starts_at: '2026-03-05T14:30:00+08:00',
    ends_at: '2026-03-05T17:30:00+08:00',
    registration_closes_at: null,
    refunds_until: null,
    is_online: false,
    venue: '',
    address: '',
    district: '',
    capacity: 40,
    has_waiting_list: true,
    offer_hours: 24,
    pay_hours: 48,
    holder_may: ['answers', 'rename'],
  });
});

test('what was reviewed is not sent again', () => {
  const published = { state: 'published', edition: 3 } as EventDetail;
  expect(Object.keys(changedBody(VALUES, published))).toEqual([
    'edition',
    'starts_at',
    'ends_at',
    'registration_closes_at',
    'refunds_until',
    'is_online',
    'venue',
    'address',
    'district',
    'capacity',
    'has_waiting_list',
    'offer_hours',
    'pay_hours',
    'holder_may',
  ]);
  expect(changedBody(VALUES, { state: 'draft', edition: 1 } as EventDetail)).toMatchObject({
    edition: 1,
    title: '沙龙',
  });
});

test('what the form was filled with is what it sends back', () => {
  const event = {
    ...newBody(VALUES, 'host'),
    starts_at: '2026-03-05T06:30:00Z',
    ends_at: '2026-03-05T09:30:00Z',
    state: 'draft',
    edition: 1,
  } as unknown as EventDetail;
  const { organization, ...whole } = newBody(VALUES, 'host');
  expect(organization).toBe('host');
  expect(changedBody(valuesOf(event), event)).toEqual({ edition: 1, ...whole });
});
