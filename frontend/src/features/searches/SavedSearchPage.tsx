import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Pagination } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedSearchOutput } from '@/api';
import {
  getSavedSearchOptions,
  listSavedSearchHitsOptions,
  visitSavedSearchMutation,
} from '@/api/@tanstack/react-query.gen';
import { QuestionWords } from '@/app/saved/QuestionWords';
import { hrefOf } from '@/app/saved/question';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { DealCard } from '@/shared/cards/DealCard';
import { PageHeader } from '@/shared/PageHeader';
import { StateBadge } from '@/shared/StateBadge';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import css from './searches.module.css';

const route = getRouteApi('/_app/investor/searches/$id');
const PAGE_SIZE = 20;

/** What was found for one kept search since it was saved. Looking at it makes it known. */
export function SavedSearchPage() {
  const { id } = route.useParams();
  const saved = useQuery({ ...getSavedSearchOptions({ path: { search_id: id } }), staleTime: 0 });
  if (saved.isPending) return <LoadingState height="60vh" />;
  if (saved.isError) return <ErrorState error={saved.error} onRetry={() => void saved.refetch()} />;
  return <Shown key={id} saved={saved.data} />;
}

function Shown({ saved }: { saved: SavedSearchOutput }) {
  const { t } = useTranslation('saved');
  return (
    <div className="wrap">
      <PageHeader
        eyebrow={<AppLink href="/investor/searches">{t('title')}</AppLink>}
        title={saved.name}
        subtitle={saved.hits === null ? t('senseless') : t('answered', { count: saved.hits })}
        actions={<AppLink href={hrefOf(saved.question)}>{t('open')}</AppLink>}
      />
      <QuestionWords question={saved.question} />
      <Hits searchId={saved.id} />
    </div>
  );
}

/** Marks the search as looked at once its finds are on the page; what was new stays marked while one is here. */
function useVisit(searchId: string, isThere: boolean) {
  const visit = useMutation(visitSavedSearchMutation());
  const done = useRef(false);
  const { mutate } = visit;
  useEffect(() => {
    if (!isThere || done.current) return;
    done.current = true;
    mutate({ path: { search_id: searchId } });
  }, [isThere, mutate, searchId]);
}

function Hits({ searchId }: { searchId: string }) {
  const { t } = useTranslation('saved');
  const { nameOf } = useSectors();
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const hits = useQuery({
    ...listSavedSearchHitsOptions({ path: { search_id: searchId }, query: { page, page_size: PAGE_SIZE } }),
    staleTime: 0,
  });
  useVisit(searchId, hits.isSuccess);
  if (hits.isPending) return <LoadingState height={420} />;
  if (hits.isError) return <ErrorState error={hits.error} onRetry={() => void hits.refetch()} />;
  if (hits.data.count === 0) return <EmptyState title={t('no_hits.title')} text={t('no_hits.text')} />;
  return (
    <section className={css.found} aria-label={t('found')}>
      <h2>{t('found')}</h2>
      <ul className={css.list}>
        {hits.data.results.map(({ deal, found_at, is_new }) => (
          <li key={deal.id}>
            <DealCard deal={deal} nameOf={nameOf}>
              <p className={css.facts}>
                {is_new ? <StateBadge label={t('is_new')} tone="ok" /> : null} {t('found_at')}{' '}
                <Time value={found_at} />
              </p>
            </DealCard>
          </li>
        ))}
      </ul>
      <Pagination
        align="center"
        current={page}
        pageSize={PAGE_SIZE}
        total={hits.data.count}
        showSizeChanger={false}
        hideOnSinglePage
        onChange={(next) => void navigate({ search: next > 1 ? { page: next } : {} })}
      />
    </section>
  );
}
