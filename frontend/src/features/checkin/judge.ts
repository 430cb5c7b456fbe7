import type { CheckInList, CheckInVerdict, Door, RosterGuest, RosterMark } from '@/api';
import { STREET_ZONE } from '@/shared/format';

export type Passage = RosterMark['kind'];
export type Result = CheckInVerdict['result'];
export type Reason = CheckInVerdict['reason'];

/** What the door says of one ticket. `since`: when it passed before. */
export interface Judgement {
  result: Result;
  reason: Reason;
  since: string | null;
}

const day = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: STREET_ZONE });

const refused = (reason: Reason): Judgement => ({ result: 'not_valid', reason, since: null });
const ADMITTED: Judgement = { result: 'admitted', reason: '', since: null };

/** Whether a ticket passes, and why not: the server's own rules (`services/check_ins.judged`), for when it cannot be asked. */
export function judge(
  list: CheckInList,
  event: Pick<Door, 'state'>,
  guest: Pick<RosterGuest, 'state' | 'kind' | 'marks'>,
  passage: Passage,
  at: Date,
): Judgement {
  const last = guest.marks.find((mark) => mark.list === list.id);
  if (event.state === 'cancelled') return refused('event_cancelled');
  if (guest.state !== 'confirmed') return refused(guest.state ?? 'not_confirmed');
  if (list.kinds.length > 0 && !list.kinds.includes(guest.kind)) {
    return { result: 'outside_kind', reason: '', since: null };
  }
  if (passage === 'exit') return exit(list, last);
  if (!list.takes_entries) return refused('no_entry');
  const inside = last?.kind === 'entry' && (list.mode !== 'daily' || isSameDay(last.at, at));
  return inside && list.mode !== 'many' ? already(last) : ADMITTED;
}

function exit(list: CheckInList, last: RosterMark | undefined): Judgement {
  if (!list.takes_exits) return refused('no_exit');
  if (last?.kind === 'exit') return already(last);
  return !last && list.takes_entries ? refused('not_inside') : ADMITTED;
}

const already = (last: RosterMark): Judgement => ({ result: 'already', reason: '', since: last.at });

const isSameDay = (one: string, other: Date) => day.format(new Date(one)) === day.format(other);

/** The guest with a passage added, which is now the last one at its list. */
export function marked<Guest extends Pick<RosterGuest, 'marks'>>(guest: Guest, mark: RosterMark): Guest {
  return { ...guest, marks: [...guest.marks.filter(({ list }) => list !== mark.list), mark] };
}

/** How many tickets a list expects, and how many of them have passed it. */
export function countsOf(list: CheckInList, guests: readonly RosterGuest[]) {
  const hers = guests.filter(
    ({ state, kind }) => state === 'confirmed' && (list.kinds.length === 0 || list.kinds.includes(kind)),
  );
  const came = guests.filter(({ marks }) => marks.some((mark) => mark.list === list.id));
  return { expected: hers.length, came: came.length };
}
