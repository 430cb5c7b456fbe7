import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getFitOptions } from '@/api/@tanstack/react-query.gen';
import { ReasonList } from '@/shared/reasons/ReasonList';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { useWhy } from './useWhy';
import css from './why.module.css';

/** Why one pitch and one firm fit: the same words for both sides. */
export function FitPanel({ pitchId, firmId }: { pitchId: string; firmId: string }) {
  const { t } = useTranslation('why');
  const words = useWhy();
  const fit = useQuery(getFitOptions({ path: { pitch_id: pitchId }, query: { firm: firmId } }));
  if (fit.isPending) return <LoadingState height={260} />;
  if (fit.isError) return <ErrorState error={fit.error} onRetry={() => void fit.refetch()} />;
  return (
    <>
      <ReasonList {...words(fit.data)} />
      <p className={css.model}>{t('model', { ...fit.data.model })}</p>
    </>
  );
}
