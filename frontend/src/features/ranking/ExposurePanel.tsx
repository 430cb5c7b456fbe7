import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exposed } from '@/api';
import { listExposureOptions } from '@/api/@tanstack/react-query.gen';
import { Chart } from '@/shared/chart/Chart';
import { formatCount, formatPercent } from '@/shared/format';
import { StatTile } from '@/shared/StatTile';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { exposureOption } from './charts';
import css from './ranking.module.css';
import { useFigure } from './useNames';

type Kind = Exposed['kind'];
const KINDS: Kind[] = ['investor', 'deal'];

/** Whom matches showed in the last thirty days: how many of all, how unequally, and how many places were given away. */
export function ExposurePanel() {
  const { t } = useTranslation('ranking');
  const [kind, choose] = useState<Kind>('investor');
  const found = useQuery(listExposureOptions());
  const exposed = found.data?.find((one) => one.kind === kind);
  return (
    <section className={css.panel} aria-labelledby="exposure">
      <h2 id="exposure">{t('exposure.title')}</h2>
      <p className={css.quiet}>{t('exposure.text')}</p>
      <Segmented<Kind>
        aria-label={t('exposure.kind')}
        value={kind}
        onChange={choose}
        options={KINDS.map((value) => ({ value, label: t(`exposure.${value}`) }))}
      />
      {found.isPending ? <LoadingState height={340} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {exposed && exposed.whole.places === 0 ? <p className={css.quiet}>{t('exposure.empty')}</p> : null}
      {exposed && exposed.whole.places > 0 ? <Shown exposed={exposed} /> : null}
    </section>
  );
}

function Shown({ exposed: { whole, days } }: { exposed: Exposed }) {
  const { t, i18n } = useTranslation('ranking');
  const figure = useFigure();
  const count = (value: number) => formatCount(value, i18n.language);
  const percent = (value: number) => formatPercent(value, i18n.language, 1);
  const [coverage, gini, explored] = [t('exposure.coverage'), t('exposure.gini'), t('exposure.explored')];
  // biome-ignore lint/correctness/useExhaustiveDependencies: words and figures change with the language
  const option = useMemo(
    () => exposureOption(days, { coverage, gini, explored }, percent),
    [days, i18n.language],
  );
  const rows = days.map(({ day, shown }) => [
    day,
    percent(shown.coverage),
    figure(shown.gini, 2),
    percent(shown.explored_share),
  ]);
  return (
    <>
      <div className={css.stats}>
        <StatTile
          label={coverage}
          value={percent(whole.coverage)}
          note={t('exposure.coverage_note', { count: whole.candidates })}
        />
        <StatTile label={gini} value={figure(whole.gini, 2)} note={t('exposure.gini_note')} />
        <StatTile
          label={explored}
          value={percent(whole.explored_share)}
          note={t('exposure.explored_note', { count: whole.explored, total: count(whole.places) })}
        />
      </div>
      <Chart
        label={t('exposure.chart')}
        option={option}
        table={{ head: [t('exposure.day'), coverage, gini, explored], rows }}
        height={260}
      />
    </>
  );
}
