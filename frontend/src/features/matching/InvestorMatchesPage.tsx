import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import {
  listFirmMatchesInfiniteOptions,
  listThesisMatchesInfiniteOptions,
} from '@/api/@tanstack/react-query.gen';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { DealCard } from '@/shared/cards/DealCard';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { MatchFrame, type Subject } from './MatchFrame';
import type { MatchSearch, Order } from './search';
import { useInvestorSubjects } from './useInvestorSubjects';
import { WhyFold } from './WhyFold';

const route = getRouteApi('/_app/investor/matches');

/** The projects that fit a firm or one of its theses, each with its reasons. */
export function InvestorMatchesPage() {
  const { t } = useTranslation('matching');
  const { of } = route.useSearch();
  const { subjects, isPending, error } = useInvestorSubjects();
  const subject = subjects.find(({ value }) => value === of) ?? subjects[0];
  return (
    <div className="wrap">
      <PageHeader title={t('investor.title')} subtitle={t('investor.subtitle')} />
      {isPending ? <LoadingState height="60vh" /> : null}
      {error ? <ErrorState error={error} /> : null}
      {!isPending && !subject ? (
        <EmptyState
          title={t('investor.none')}
          text={t('investor.none_text')}
          action={<AppLink href="/organizations">{t('investor.none_action')}</AppLink>}
        />
      ) : null}
      {!isPending && subject ? (
        <Matches key={subject.value} subjects={subjects} subject={subject.value} />
      ) : null}
    </div>
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
  const matches = found.data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <MatchFrame
      subjects={subjects}
      subject={subject}
      onSubject={(of) => change({ of })}
      order={order}
      onOrder={(next) => change({ order: next })}
      answer={found.data?.pages[0]}
      pending={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
      hasMore={found.hasNextPage}
      loadingMore={found.isFetchingNextPage}
      onMore={() => void found.fetchNextPage()}
      emptyText={t('investor.empty')}
      rows={matches.map(({ deal, gates, reasons }, index) => ({
        key: deal.id,
        card: (
          <DealCard deal={deal} nameOf={nameOf}>
            <WhyFold gates={gates} reasons={reasons} startOpen={index === 0} />
          </DealCard>
        ),
      }))}
    />
  );
}
