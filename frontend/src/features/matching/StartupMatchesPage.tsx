import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { listPitchMatchesInfiniteOptions, pitchesListOptions } from '@/api/@tanstack/react-query.gen';
import { PitchCallBack } from '@/app/saved/CallBack';
import { useSectors } from '@/app/sectors';
import type { Subject } from '@/app/why/useInvestorSubjects';
import { InvestorCard } from '@/shared/cards/InvestorCard';
import { oneLiner, organizationName } from '@/shared/names';
import { compact } from '@/shared/search/address';
import { MatchesPage } from './MatchesPage';
import { MatchFrame } from './MatchFrame';
import type { MatchSearch } from './search';
import { WhatIf } from './WhatIf';

const route = getRouteApi('/_app/startup/matches');

/** The investors that fit one of the viewer's projects, each with its reasons. */
export function StartupMatchesPage() {
  const { i18n } = useTranslation('matching');
  const own = useQuery(pitchesListOptions({ query: { mine: true } }));
  const subjects = (own.data?.results ?? [])
    .filter(({ state }) => state !== 'closed')
    .map((pitch) => ({
      value: pitch.id,
      label: `${organizationName(pitch.organization, i18n.language)} · ${oneLiner(pitch, i18n.language)}`,
    }));
  return (
    <MatchesPage
      side="startup"
      subjects={subjects}
      chosen={route.useSearch().of}
      isPending={own.isPending}
      error={own.error}
      onRetry={() => void own.refetch()}
      start="/startup/pitch"
    >
      {(subject) => {
        const pitch = own.data?.results.find(({ id }) => id === subject);
        return (
          <>
            {pitch ? <WhatIf key={`${subject} ${pitch.version}`} pitch={pitch} /> : null}
            {pitch?.state === 'published' ? <PitchCallBack pitchId={subject} /> : null}
            <Matches key={subject} subjects={subjects} subject={subject} />
          </>
        );
      }}
    </MatchesPage>
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
  return (
    <MatchFrame
      subjects={subjects}
      subject={subject}
      order={order}
      change={change}
      found={found}
      emptyText={t('startup.empty')}
      kind="investor"
      row={({ investor }, why) => ({
        key: investor.id,
        card: (
          <InvestorCard investor={investor} nameOf={nameOf}>
            {why}
          </InvestorCard>
        ),
      })}
    />
  );
}
