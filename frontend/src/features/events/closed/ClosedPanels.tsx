import { isOfHosts } from '../allowed';
import type { EventDetail } from '../words';
import { leavesMinutes } from '../words';
import { InvitationsPanel } from './InvitationsPanel';
import { MinutesEditor } from './MinutesEditor';

/** At the desk of an event that is not for everybody: whom it invites, and what it came to. */
export function ClosedPanels({ event }: { event: EventDetail }) {
  if (!isOfHosts(event)) return null;
  return (
    <>
      {event.visibility === 'invited' ? <InvitationsPanel event={event} /> : null}
      {leavesMinutes(event) ? <MinutesEditor event={event} /> : null}
    </>
  );
}
