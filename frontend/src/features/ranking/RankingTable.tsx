import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TrainedRanking } from '@/api';
import { formatPercent } from '@/shared/format';
import css from './ranking.module.css';
import { useActs } from './useActs';
import { useFigure } from './useNames';

interface RankingTableProps {
  rankings: TrainedRanking[];
  maySwitch: boolean;
  isBlocked: boolean;
}

/** Every training with its figures; what may be switched on has its button. */
export function RankingTable({ rankings, maySwitch, isBlocked }: RankingTableProps) {
  const { t } = useTranslation('ranking');
  const heads = ['trained', 'state', 'queries', 'ndcg', 'recall', 'coverage', 'gini'] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.scroll} aria-label={t('history.title')} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`history.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rankings.map((ranking) => (
            <tr key={ranking.version}>
              <th scope="row">
                {ranking.trained_on}
                <span className={css.small}>{ranking.version}</span>
              </th>
              <td>
                <State ranking={ranking} maySwitch={maySwitch} isBlocked={isBlocked} />
              </td>
              <Figures ranking={ranking} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Figures({ ranking: { judged, queries } }: { ranking: TrainedRanking }) {
  const { t, i18n } = useTranslation('ranking');
  const figure = useFigure();
  if (!judged) return <td colSpan={5}>{t('history.not_judged')}</td>;
  const { ndcg, ndcg_low, ndcg_high, recall, coverage, gini } = judged.investors;
  return (
    <>
      <td>{t('history.queries_of', { count: queries })}</td>
      <td>
        {figure(ndcg)}
        <span className={css.small}>
          {figure(ndcg_low)}–{figure(ndcg_high)}
        </span>
      </td>
      <td>{figure(recall)}</td>
      <td>{formatPercent(coverage, i18n.language)}</td>
      <td>{figure(gini, 2)}</td>
    </>
  );
}

function State({
  ranking,
  maySwitch,
  isBlocked,
}: { ranking: TrainedRanking } & Omit<RankingTableProps, 'rankings'>) {
  const { t } = useTranslation('ranking');
  const acts = useActs();
  const { version, state, withheld, switched_on_by: by } = ranking;
  return (
    <>
      <span className={state === 'current' ? css.current : undefined}>{t(`state.${state}`)}</span>
      {withheld ? <span className={css.small}>{t(`withheld.${withheld}`)}</span> : null}
      {by ? <span className={css.small}>{t('history.by', { name: by })}</span> : null}
      {ranking.is_usable ? null : <span className={css.small}>{t('forgotten')}</span>}
      {maySwitch && ranking.is_usable && state !== 'current' ? (
        <Button
          size="small"
          disabled={isBlocked}
          aria-label={`${t('act.switch_on')} ${version}`}
          onClick={() => acts.switchOn(version)}
        >
          {t('act.switch_on')}
        </Button>
      ) : null}
    </>
  );
}
