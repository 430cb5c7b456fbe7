import type {
  EventCreateInputRequest,
  EventVisibilityEnum,
  HolderActEnum,
  PatchedEventUpdateInputRequest,
} from '@/api';
import { fromField, toField } from './times';
import type { EventDetail } from './words';

/** How long a place is kept for who waited, unless the host says otherwise. */
export const OFFER_HOURS = 24;

/** How long somebody has to pay whom the host has approved, unless the host says otherwise. */
export const PAY_HOURS = 48;
export const HOLDER_ACTS = ['answers', 'rename', 'transfer'] as const satisfies HolderActEnum[];
/** What holders may do unless the host says otherwise. */
export const USUAL_ACTS: HolderActEnum[] = ['answers', 'rename'];

/** From everybody to the fewest; a published event goes only this way. */
export const VISIBILITIES = [
  'public',
  'members',
  'qualified',
  'invited',
] as const satisfies EventVisibilityEnum[];

/** What an evening of each kind usually is, until its host says otherwise. */
export const USUAL = {
  roadshow: { visibility: 'public', capacity: 50, has_waiting_list: true },
  salon: { visibility: 'public', capacity: 40, has_waiting_list: true },
  seminar: { visibility: 'public', capacity: 80, has_waiting_list: true },
  roundtable: { visibility: 'invited', capacity: 20, has_waiting_list: false },
  recruitment: { visibility: 'public', capacity: 100, has_waiting_list: true },
} as const satisfies Record<EventCreateInputRequest['preset'], Partial<EventValues>>;

/** The form: times as fields hold them. */
export interface EventValues {
  organization?: string;
  preset: EventCreateInputRequest['preset'];
  visibility?: EventVisibilityEnum;
  title: string;
  title_en?: string;
  summary?: string;
  description?: string;
  sectors?: string[];
  starts_at: string;
  ends_at: string;
  registration_closes_at?: string;
  refunds_until?: string;
  is_online?: boolean;
  venue?: string;
  address?: string;
  district?: string;
  capacity: number;
  has_waiting_list?: boolean;
  offer_hours?: number;
  pay_hours?: number;
  holder_may?: HolderActEnum[];
}

export function valuesOf(event: EventDetail): EventValues {
  const { preset, title, title_en, summary, description, sectors, capacity } = event;
  return {
    ...{ preset: preset as EventValues['preset'], title, title_en, summary, description, capacity },
    sectors: [...sectors],
    starts_at: toField(event.starts_at),
    ends_at: toField(event.ends_at),
    registration_closes_at: toField(event.registration_closes_at),
    refunds_until: toField(event.refunds_until),
    is_online: event.is_online,
    venue: event.venue,
    address: event.address,
    district: event.district,
    has_waiting_list: event.has_waiting_list,
    offer_hours: event.offer_hours,
    pay_hours: event.pay_hours,
    holder_may: [...event.holder_may],
    visibility: event.visibility as EventVisibilityEnum,
  };
}

const timesOf = (values: EventValues) => ({
  starts_at: fromField(values.starts_at) ?? '',
  ends_at: fromField(values.ends_at) ?? '',
  registration_closes_at: fromField(values.registration_closes_at),
  refunds_until: fromField(values.refunds_until),
});

const placeOf = ({ is_online, venue, address, district, capacity }: EventValues) => ({
  is_online: is_online ?? false,
  venue: venue ?? '',
  address: address ?? '',
  district: district ?? '',
  capacity,
});

const guestsOf = ({ has_waiting_list, offer_hours, pay_hours, holder_may, ...values }: EventValues) => ({
  has_waiting_list: has_waiting_list ?? true,
  offer_hours: offer_hours ?? OFFER_HOURS,
  pay_hours: pay_hours ?? PAY_HOURS,
  holder_may: holder_may ?? USUAL_ACTS,
  visibility: values.visibility ?? USUAL[values.preset].visibility,
});

const wordsOf = ({ preset, title, title_en, summary, description, sectors }: EventValues) => ({
  preset,
  title,
  title_en: title_en ?? '',
  summary: summary ?? '',
  description: description ?? '',
  sectors: sectors ?? [],
});

export function newBody(values: EventValues, organization: string): EventCreateInputRequest {
  return { organization, ...wordsOf(values), ...timesOf(values), ...placeOf(values), ...guestsOf(values) };
}

/**
 * Once reviewed, the words stay: only time, place and seats are sent. Until when is paid back is sent by who may say it: a
 * field holds no seconds, and another time would be a change.
 */
export function changedBody(values: EventValues, event: EventDetail): PatchedEventUpdateInputRequest {
  const words = event.state === 'draft' ? wordsOf(values) : {};
  const { refunds_until, ...times } = timesOf(values);
  return {
    edition: event.edition,
    ...words,
    ...times,
    ...(event.allowed_actions.includes('edit_money_terms') ? { refunds_until } : {}),
    ...placeOf(values),
    ...guestsOf(values),
  };
}
