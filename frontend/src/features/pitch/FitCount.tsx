import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type CountFitsData, countFits } from '@/api';
import { useDebounced } from '@/shared/useDebounced';
import css from './pitch.module.css';

type Fields = CountFitsData['body'];

/** How many published theses the five fields fit so far, counted while they are typed. */
export function FitCount({ fields }: { fields: Fields }) {
  const { t } = useTranslation('pitch');
  const asked = useDebounced(JSON.stringify(fields), 350);
  const found = useQuery({
    queryKey: ['fit-count', asked],
    queryFn: async () => (await countFits({ body: JSON.parse(asked) as Fields, throwOnError: true })).data,
    placeholderData: keepPreviousData,
  });
  return (
    <div className={css.fits} role="status">
      <strong>{found.data ? found.data.theses : '…'}</strong>
      <span>{found.data ? t('fits', { count: found.data.firms }) : t('fits_counting')}</span>
    </div>
  );
}
