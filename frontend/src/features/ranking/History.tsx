import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rankings, TrainedRanking } from '@/api';
import { Chart } from '@/shared/chart/Chart';
import { EmptyState } from '@/shared/states/EmptyState';
import { historyOption, judgedOf } from './charts';
import { RankingTable } from './RankingTable';
import css from './ranking.module.css';
import { useFigure } from './useNames';

/** How each training did against the shipped weights and mere activity, and each with its state. */
export function History({ rankings, isBlocked }: { rankings: Rankings; isBlocked: boolean }) {
  const { t } = useTranslation('ranking');
  if (rankings.rankings.length === 0) {
    return <EmptyState title={t('history.empty')} text={t('history.empty_text')} />;
  }
  return (
    <section className={css.panel} aria-labelledby="trainings">
      <h2 id="trainings">{t('history.title')}</h2>
      <p className={css.quiet}>{t('history.note')}</p>
      <HistoryChart rankings={rankings.rankings} />
      <RankingTable
        rankings={rankings.rankings}
        maySwitch={rankings.allowed_actions.includes('switch_ranking')}
        isBlocked={isBlocked}
      />
    </section>
  );
}

function HistoryChart({ rankings }: { rankings: TrainedRanking[] }) {
  const { t, i18n } = useTranslation('ranking');
  const figure = useFigure();
  // biome-ignore lint/correctness/useExhaustiveDependencies: words and figures change with the language
  const [option, table] = useMemo(() => {
    const names = {
      ndcg: t('history.ndcg'),
      interval: t('history.interval'),
      shipped: t('history.shipped'),
      popular: t('history.popular'),
    };
    const judged = judgedOf(rankings);
    const rows = judged.map(({ label, judged: { investors, shipped, popular } }) => [
      label,
      figure(investors.ndcg),
      `${figure(investors.ndcg_low)}–${figure(investors.ndcg_high)}`,
      figure(shipped.ndcg),
      figure(popular.ndcg),
    ]);
    return [
      historyOption(judged, names, figure),
      { head: [t('history.trained'), ...Object.values(names)], rows },
    ];
  }, [rankings, i18n.language]);
  return <Chart label={t('history.chart')} option={option} table={table} height={280} />;
}
