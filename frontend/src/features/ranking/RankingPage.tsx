import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getRankingsOptions } from '@/api/@tanstack/react-query.gen';
import { PageHeader } from '@/shared/PageHeader';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Compare } from './Compare';
import { ExposurePanel } from './ExposurePanel';
import { History } from './History';
import { InForce } from './InForce';
import { RunLine } from './RunLine';
import css from './ranking.module.css';
import { useRun } from './useRun';

/** Which ranking orders everybody's matches, how each training did, and whom matches show. */
export function RankingPage() {
  const { t } = useTranslation('ranking');
  const found = useQuery(getRankingsOptions());
  const { run, isOpen } = useRun();
  return (
    <>
      <PageHeader title={t('title')} subtitle={t('subtitle')} />
      {found.isPending ? <LoadingState height={640} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? (
        <div className={css.page}>
          <RunLine run={run} isBusy={found.data.is_busy} />
          <InForce rankings={found.data} isBlocked={isOpen || found.data.is_busy} />
          <History rankings={found.data} isBlocked={isOpen || found.data.is_busy} />
          <Compare rankings={found.data} />
          <ExposurePanel />
        </div>
      ) : null}
    </>
  );
}
