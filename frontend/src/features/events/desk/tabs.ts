import { DESK_TABS, type DeskTab } from '../search';
import type { EventDetail } from '../words';

type Known = Pick<EventDetail, 'allowed_actions' | 'state' | 'taken'>;

/** The tabs this viewer has on an event's desk; the first is everybody's who is let in. */
export function tabsOf({ allowed_actions, state, taken }: Known): DeskTab[] {
  const may = new Set(allowed_actions);
  // What only the host's people are told; its readers may look and not write.
  const belongs = taken !== null;
  // Nobody has registered for a draft, and it has nobody to let in.
  const isShown = state !== 'draft';
  const shown: Record<DeskTab, boolean> = {
    overview: true,
    words: may.has('update_event'),
    agenda: belongs,
    tickets: may.has('update_event') || may.has('view_vouchers'),
    guests: may.has('view_registrations') && isShown,
    money: may.has('view_money'),
    door: may.has('keep_door') && isShown,
    judging: may.has('read_hosts_own') && state !== 'cancelled',
    team: may.has('view_helpers'),
  };
  return DESK_TABS.filter((tab) => shown[tab]);
}
