import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listSimilarDealsOptions } from '@/api/@tanstack/react-query.gen';
import { AlikeList } from '@/app/alike/AlikeList';
import css from '@/app/alike/alike.module.css';
import { useAlikeWords } from '@/app/alike/useAlikeWords';
import { startupReasons } from '@/app/alike/words';
import { Panel } from '@/shared/detail/Panel';
import { oneLiner, organizationName } from '@/shared/names';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';

/** Other companies' projects like this one, by what is public of both. */
export function SimilarDeals({ pitchId }: { pitchId: string }) {
  const { t } = useTranslation('deals');
  return (
    <Panel id="similar" title={t('similar.title')}>
      <Rows pitchId={pitchId} />
    </Panel>
  );
}

function Rows({ pitchId }: { pitchId: string }) {
  const { t, i18n } = useTranslation(['alike', 'deals']);
  const words = useAlikeWords();
  const found = useQuery(listSimilarDealsOptions({ path: { pitch_id: pitchId } }));
  if (found.isPending) return <LoadingState height={260} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { mode, results } = found.data;
  if (results.length === 0) return <p className={css.note}>{t('deals:similar.none')}</p>;
  return (
    <>
      <AlikeList
        label={t('shared')}
        rows={results.map(({ deal, shared, labels }) => ({
          id: deal.id,
          href: `/deals/${deal.id}`,
          name: organizationName(deal.organization, i18n.language),
          logoUrl: deal.organization.logo_url,
          line: oneLiner(deal, i18n.language),
          reasons: startupReasons(shared, words(labels)),
        }))}
      />
      {mode === 'reduced' ? <p className={css.note}>{t('reduced')}</p> : null}
    </>
  );
}
