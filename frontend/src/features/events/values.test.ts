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
    visibility: 'public',
  });
});

test('what was reviewed is not sent again', () => {
  const allowed_actions = ['update_event', 'edit_money_terms'];
  const published = { state: 'published', edition: 3, allowed_actions } as unknown as EventDetail;
  const beside = { ...published, allowed_actions: ['update_event'] };
  expect(changedBody(VALUES, beside)).not.toHaveProperty('refunds_until');
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
    'visibility',
  ]);
  expect(changedBody(VALUES, { ...published, state: 'draft', edition: 1 })).toMatchObject({
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
    allowed_actions: ['edit_money_terms'],
  } as unknown as EventDetail;
  const { organization, ...whole } = newBody(VALUES, 'host');
  expect(organization).toBe('host');
  expect(changedBody(valuesOf(event), event)).toEqual({ edition: 1, ...whole });
});

test('a roundtable is for those invited unless its host says otherwise', () => {
  expect(newBody({ ...VALUES, preset: 'roundtable' }, 'host').visibility).toBe('invited');
  expect(newBody({ ...VALUES, preset: 'roundtable', visibility: 'members' }, 'host').visibility).toBe(
    'members',
  );
});
