import { useQuery } from '@tanstack/react-query';
import { eventsJudgingRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { Loaded } from '@/shared/states/Loaded';
import type { EventDetail } from '../words';
import { JudgesPanel } from './JudgesPanel';
import { PanelSteps } from './PanelSteps';
import { Progress } from './Progress';
import { Results } from './Results';
import { RubricEditor } from './RubricEditor';
import { RulesForm } from './RulesForm';

const EVERY_MS = 5_000;
// A colleague may have gone on meanwhile.
const QUIET_MS = 20_000;

/** Judging on its host's desk: how far it is, what it comes to, and by what and by whom. */
export function JudgingTab({ event }: { event: EventDetail }) {
  const query = useQuery({
    ...eventsJudgingRetrieveOptions({ path: { event_id: event.id } }),
    refetchInterval: ({ state }) => (state.data?.panel.state === 'open' ? EVERY_MS : QUIET_MS),
  });
  return (
    <Loaded query={query} height={420}>
      {(desk) => (
        <>
          <PanelSteps event={event} desk={desk} />
          <Progress event={event} desk={desk} />
          <Results event={event} desk={desk} />
          <JudgesPanel event={event} desk={desk} />
          <RulesForm event={event} desk={desk} />
          <RubricEditor event={event} desk={desk} />
        </>
      )}
    </Loaded>
  );
}
