import type { DeskTab } from '../search';
import { type EventDetail, roomOf } from '../words';
import { tabsOf } from './tabs';

export type NextStep =
  | 'words'
  | 'agenda'
  | 'submit'
  | 'wait'
  | 'answers'
  | 'guests'
  | 'door'
  | 'stage'
  | 'report';

export interface Next {
  step: NextStep;
  /** Where it is done; none for what is done by the button above, or by waiting. */
  href?: string;
}

type Known = Pick<
  EventDetail,
  | 'id'
  | 'state'
  | 'summary'
  | 'is_online'
  | 'venue'
  | 'address'
  | 'agenda'
  | 'starts_at'
  | 'ends_at'
  | 'taken'
  | 'allowed_actions'
>;

/** Lines whose company has not said yes. */
export const unanswered = ({ agenda }: Pick<EventDetail, 'agenda'>) =>
  agenda.filter(({ kind, pitch, is_confirmed }) => kind === 'pitch' && pitch && !is_confirmed).length;

/** What the host's people do next with an event as it stands: the first thing first. */
export function nextOf(event: Known, now: Date = new Date()): Next[] {
  const has = new Set(tabsOf(event));
  const at = (step: NextStep, tab: DeskTab, when = true): Next[] =>
    when && has.has(tab) ? [{ step, href: `/org/events/${event.id}?tab=${tab}` }] : [];
  const may = (name: string) => event.allowed_actions.includes(name);
  const stage: Next[] =
    may('run_stage') || (may('begin_event') && roomOf(event, now) !== null)
      ? [{ step: 'stage', href: `/rooms/${event.id}/remote` }]
      : [];
  const answers = at('answers', 'agenda', unanswered(event) > 0);
  if (event.state === 'draft') return ofDraft(event, at);
  if (event.state === 'under_review') return may('withdraw_event') ? [{ step: 'wait' }, ...answers] : [];
  if (event.state === 'published')
    return [...answers, ...at('guests', 'guests'), ...at('door', 'door'), ...stage];
  if (event.state === 'live') return [...stage, ...at('door', 'door')];
  if (event.state === 'ended' && may('view_figures')) {
    return [{ step: 'report', href: `/org/events/${event.id}/report` }];
  }
  return [];
}

/** What a reviewer would miss comes before handing it in. */
function ofDraft(event: Known, at: (step: NextStep, tab: DeskTab, when?: boolean) => Next[]): Next[] {
  const lacksPlace = !event.is_online && !(event.venue?.trim() && event.address.trim());
  const lacks = !event.summary?.trim() || lacksPlace;
  const submit: Next[] = !lacks && event.allowed_actions.includes('submit_event') ? [{ step: 'submit' }] : [];
  return [...at('words', 'words', lacks), ...at('agenda', 'agenda', event.agenda.length === 0), ...submit];
}
