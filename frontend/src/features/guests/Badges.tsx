import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { type EventDetailOutput, eventsBadges } from '@/api';
import { useTold } from '@/app/acts';
import { saveFile } from '@/shared/files/saveFile';
import type { GuestsSearch } from './search';

interface BadgesProps {
  event: EventDetailOutput;
  search: GuestsSearch;
  /** Those that were ticked in the list; none: all that fit. */
  chosen: string[];
}

const PAPERS = ['a4', 'label'] as const;
type Paper = (typeof PAPERS)[number];

/** Badges of the guests the list shows, or of those that were ticked, as a PDF. */
export function Badges({ event, search, chosen }: BadgesProps) {
  const { t } = useTranslation('guests');
  const { onError } = useTold()('');
  const print = useMutation({
    mutationFn: (paper: Paper) =>
      eventsBadges({
        path: { event_id: event.id },
        query: { ...search, registrations: chosen, paper },
        throwOnError: true,
      }),
    onSuccess: ({ data }) => saveFile(data as Blob, `badges-${event.code}.pdf`),
    onError,
  });
  return PAPERS.map((paper) => (
    <Button
      key={paper}
      loading={print.isPending && print.variables === paper}
      onClick={() => print.mutate(paper)}
    >
      {t(`badges.${paper}`)}
      {chosen.length > 0 ? ` (${chosen.length})` : ''}
    </Button>
  ));
}
