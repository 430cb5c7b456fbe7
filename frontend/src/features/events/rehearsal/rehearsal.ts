import type { EventsRehearsalsCreateResponse } from '@/api';

export type Rehearsal = EventsRehearsalsCreateResponse;
export type Check = Rehearsal['checks'][number];
export type Step = Rehearsal['steps'][number];

/** What the evening suffers without, and then what would make it better. */
export function toMend(checks: readonly Check[]): Check[] {
  const of = (standing: Check['standing']) => checks.filter((one) => one.standing === standing);
  return [...of('missing'), ...of('hint')];
}

const TAB: Partial<Record<Check['check'], string>> = {
  lines: 'agenda',
  released: 'agenda',
  fits: 'agenda',
  confirmed: 'agenda',
  decks: 'agenda',
  clashes: 'agenda',
  hands: 'team',
  judges: 'judging',
  guests: 'guests',
  door: 'door',
};

/** Where it is seen to; null where nothing but waiting helps. */
export function wayTo(check: Check['check'], event: string): string | null {
  if (check === 'polls' || check === 'questions') return `/rooms/${event}/remote`;
  const tab = TAB[check];
  return tab ? `/org/events/${event}?tab=${tab}` : null;
}
