import { useQuery } from '@tanstack/react-query';
import { agendaSlotsDeckPagesOptions } from '@/api/@tanstack/react-query.gen';
import { DeckViewer } from '@/shared/deck/DeckViewer';
import { Loaded } from '@/shared/states/Loaded';

/** The pages of a deck, opened on purpose: looking at them is written down. */
export function DeckPages({ slot }: { slot: string }) {
  const query = useQuery({
    ...agendaSlotsDeckPagesOptions({ path: { slot_id: slot } }),
    // The pages' addresses are signed for minutes only.
    staleTime: 60_000,
  });
  return (
    <Loaded query={query}>
      {({ pages }) => <DeckViewer pages={pages} onExpired={() => void query.refetch()} />}
    </Loaded>
  );
}
