import { useTranslation } from 'react-i18next';
import type { RankingFigures } from '@/api';
import { formatPercent } from '@/shared/format';
import css from './ranking.module.css';
import { SidesTable } from './SidesTable';
import type { Side } from './sides';
import { useFigure } from './useNames';

const FIGURES = ['ndcg', 'recall', 'coverage', 'gini'] as const;

/** How both did, in both directions. What was not measured is left out. */
export function CompareFigures({ one, other }: { one: Side; other: Side }) {
  const { t } = useTranslation('ranking');
  const both = [one, other];
  const directions = (['investors', 'startups'] as const).filter((way) => both.some((side) => side[way]));
  if (directions.length === 0) return null;
  return (
    <SidesTable caption={t('compare.figures')} title={t('compare.figure')} both={both}>
      {directions.flatMap((way) =>
        FIGURES.map((name) => (
          <tr key={`${way} ${name}`}>
            <th scope="row">
              {t(`history.${name}`)}
              <span className={css.small}>{t(`compare.${way}`)}</span>
            </th>
            {both.map((side, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the two sides may be the same ranking
              <td key={place}>
                <Figure figures={side[way]} name={name} />
              </td>
            ))}
          </tr>
        )),
      )}
    </SidesTable>
  );
}

function Figure({ figures, name }: { figures: RankingFigures | null; name: (typeof FIGURES)[number] }) {
  const { t, i18n } = useTranslation('ranking');
  const figure = useFigure();
  if (!figures) return t('history.not_judged');
  if (name === 'coverage') return formatPercent(figures.coverage, i18n.language, 1);
  if (name !== 'ndcg') return figure(figures[name]);
  return (
    <>
      {figure(figures.ndcg)}
      <span className={css.small}>
        {figure(figures.ndcg_low)}–{figure(figures.ndcg_high)}
      </span>
    </>
  );
}
