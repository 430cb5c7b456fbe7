import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { GetStreetSummaryResponse } from '@/api';
import { StatTile } from '@/shared/StatTile';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import css from './home.module.css';

export type Summary = UseQueryResult<GetStreetSummaryResponse, unknown>;

/** Four live figures. Zero is said as zero: an empty street is a fact, not an error. */
export function Figures({ summary: { data, error, refetch, dataUpdatedAt } }: { summary: Summary }) {
  const { t } = useTranslation('home');
  return (
    <section id="street" className={`wrap ${css.section}`} aria-labelledby="figures">
      <div className={css.sectionHead}>
        <h2 id="figures">{t('figures.title')}</h2>
        {data ? (
          <p>
            {t('figures.as_of')} <Time value={new Date(dataUpdatedAt).toISOString()} as="datetime" />
          </p>
        ) : null}
      </div>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <LoadingState height="var(--figures-height)" /> : null}
      {data ? (
        <div className={css.figures}>
          <StatTile label={t('figures.pitches')} value={data.published_pitches} />
          <StatTile label={t('figures.investors')} value={data.active_investors} />
          <StatTile label={t('figures.deals')} value={data.past_deals} />
          <StatTile
            label={t('figures.sectors')}
            value={data.sectors.filter(({ pitches }) => pitches > 0).length}
          />
        </div>
      ) : null}
    </section>
  );
}
