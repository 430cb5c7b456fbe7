import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listSimilarInvestorsOptions } from '@/api/@tanstack/react-query.gen';
import { AlikeList } from '@/app/alike/AlikeList';
import css from '@/app/alike/alike.module.css';
import { useAlikeWords } from '@/app/alike/useAlikeWords';
import { firmReasons } from '@/app/alike/words';
import { Panel } from '@/shared/detail/Panel';
import { organizationName } from '@/shared/names';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';

/** Other firms like this one: common deals, and what both say and did. */
export function SimilarInvestors({ firmId }: { firmId: string }) {
  const { t } = useTranslation('investors');
  return (
    <Panel id="similar" title={t('similar.title')}>
      <Rows firmId={firmId} />
    </Panel>
  );
}

function Rows({ firmId }: { firmId: string }) {
  const { t, i18n } = useTranslation(['alike', 'investors']);
  const words = useAlikeWords();
  const found = useQuery(listSimilarInvestorsOptions({ path: { firm_id: firmId } }));
  if (found.isPending) return <LoadingState height={260} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { mode, results } = found.data;
  if (results.length === 0) return <p className={css.note}>{t('investors:similar.none')}</p>;
  return (
    <>
      <AlikeList
        label={t('shared')}
        rows={results.map(({ investor, shared, labels }) => ({
          id: investor.id,
          href: `/investors/${investor.id}`,
          name: organizationName(investor.organization, i18n.language),
          logoUrl: investor.organization.logo_url,
          line: investor.organization.one_liner,
          reasons: firmReasons(shared, words(labels)),
        }))}
      />
      {mode === 'reduced' ? <p className={css.note}>{t('reduced')}</p> : null}
    </>
  );
}
