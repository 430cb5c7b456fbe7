import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { listPitchMatchesInfiniteOptions, pitchesListOptions } from '@/api/@tanstack/react-query.gen';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { InvestorCard } from '@/shared/cards/InvestorCard';
import { oneLiner, organizationName } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { MatchFrame, type Subject } from './MatchFrame';
import type { MatchSearch } from './search';
import { WhyFold } from './WhyFold';

const route = getRouteApi('/_app/startup/matches');

/** The investors that fit one of the viewer's projects, each with its reasons. */
export function StartupMatchesPage() {
  const { t, i18n } = useTranslation('matching');
  const { of } = route.useSearch();
  const own = useQuery(pitchesListOptions({ query: { mine: true } }));
  const subjects = (own.data?.results ?? [])
    .filter(({ state }) => state !== 'closed')
    .map((pitch) => ({
      value: pitch.id,
      label: `${organizationName(pitch.organization, i18n.language)} · ${oneLiner(pitch, i18n.language)}`,
    }));
  const subject = subjects.find(({ value }) => value === of) ?? subjects[0];
  return (
    <div className="wrap">
      <PageHeader title={t('startup.title')} subtitle={t('startup.subtitle')} />
      {own.isPending ? <LoadingState height="60vh" /> : null}
      {own.isError ? <ErrorState error={own.error} onRetry={() => void own.refetch()} /> : null}
      {own.data && !subject ? (
        <EmptyState
          title={t('startup.none')}
          text={t('startup.none_text')}
          action={<AppLink href="/startup/pitch">{t('startup.none_action')}</AppLink>}
        />
      ) : null}
      {subject ? <Matches key={subject.value} subjects={subjects} subject={subject.value} /> : null}
    </div>
  );
}

function Matches({ subjects, subject }: { subjects: Subject[]; subject: string }) {
  const { t } = useTranslation('matching');
  const { nameOf } = useSectors();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const order = search.order ?? 'best';
  const found = useInfiniteQuery({
    ...listPitchMatchesInfiniteOptions({ path: { pitch_id: subject }, query: { order } }),
    initialPageParam: { path: { pitch_id: subject } },
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
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
      emptyText={t('startup.empty')}
      rows={matches.map(({ investor, gates, reasons }, index) => ({
        key: investor.id,
        card: (
          <InvestorCard investor={investor} nameOf={nameOf}>
            <WhyFold gates={gates} reasons={reasons} startOpen={index === 0} />
          </InvestorCard>
        ),
      }))}
    />
  );
}
