import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import {
  listFirmMatchesInfiniteOptions,
  listThesisMatchesInfiniteOptions,
} from '@/api/@tanstack/react-query.gen';
import { CompareDeal } from '@/app/compare/CompareDeal';
import { useSectors } from '@/app/sectors';
import { type Subject, useInvestorSubjects } from '@/app/why/useInvestorSubjects';
import { DealCard } from '@/shared/cards/DealCard';
import { compact } from '@/shared/search/address';
import { MatchesPage } from './MatchesPage';
import { MatchFrame } from './MatchFrame';
import type { MatchSearch, Order } from './search';

const route = getRouteApi('/_app/investor/matches');

/** The projects that fit a firm or one of its theses, each with its reasons. */
export function InvestorMatchesPage() {
  const asked = useInvestorSubjects();
  return (
    <MatchesPage side="investor" {...asked} chosen={route.useSearch().of} start="/organizations">
      {(subject) => <Matches key={subject} subjects={asked.subjects} subject={subject} />}
    </MatchesPage>
  );
}

function useMatches(subject: string, order: Order) {
  const [kind, id = ''] = subject.split(':');
  const paging = {
    getNextPageParam: (last: { next_cursor: string | null }) => last.next_cursor ?? undefined,
  };
  const byFirm = useInfiniteQuery({
    ...listFirmMatchesInfiniteOptions({ path: { firm_id: id }, query: { order } }),
    ...paging,
    initialPageParam: { path: { firm_id: id } },
    enabled: kind === 'firm',
  });
  const byThesis = useInfiniteQuery({
    ...listThesisMatchesInfiniteOptions({ path: { thesis_id: id }, query: { order } }),
    ...paging,
    initialPageParam: { path: { thesis_id: id } },
    enabled: kind === 'thesis',
  });
  return kind === 'firm' ? byFirm : byThesis;
}

function Matches({ subjects, subject }: { subjects: Subject[]; subject: string }) {
  const { t } = useTranslation('matching');
  const { nameOf } = useSectors();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const order = search.order ?? 'best';
  const found = useMatches(subject, order);
  const change = (changes: MatchSearch) => {
    void navigate({ search: compact({ ...search, ...changes }), replace: true, resetScroll: false });
  };
  return (
    <MatchFrame
      subjects={subjects}
      subject={subject}
      order={order}
      change={change}
      found={found}
      emptyText={t('investor.empty')}
      kind="deal"
      row={({ deal }, why) => ({
        key: deal.id,
        card: (
          <DealCard deal={deal} nameOf={nameOf} action={<CompareDeal deal={deal} />}>
            {why}
          </DealCard>
        ),
      })}
    />
  );
}
