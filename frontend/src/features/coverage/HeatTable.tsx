import { useTranslation } from 'react-i18next';
import type { CoverageMap } from '@/api';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { formatCount } from '@/shared/format';
import { useStageLabel } from '@/shared/labels';
import {
  balanceOf,
  type Cell,
  gapOf,
  hrefOf,
  type Line,
  levelOf,
  type Measure,
  mostOf,
  usualOf,
} from './coverage';
import css from './coverage.module.css';

interface HeatTableProps {
  map: CoverageMap;
  measure: Measure;
}

/** The map is a table: each cell holds its figure, coloured by how much it is, and leads to what it counts. */
export function HeatTable({ map, measure }: HeatTableProps) {
  const { t } = useTranslation('coverage');
  const stageLabel = useStageLabel();
  const most = measure === 'gap' ? 0 : mostOf(map.lines, measure);
  const shown = (line: Line, usual: number, usualOfWhole: number) =>
    [...line.cells, line.whole].map((cell) => (
      <Figure
        key={cell.stage}
        sector={line.sector}
        cell={cell}
        measure={measure}
        most={line === map.total || cell === line.whole ? 0 : most}
        usual={cell === line.whole ? usualOfWhole : usual}
      />
    ));
  const ofCells = usualOf(map.lines.flatMap(({ cells }) => cells));
  const ofWholes = usualOf(map.lines.map(({ whole }) => whole));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.scroll} aria-label={t('table')} tabIndex={0}>
      <table className={css.table}>
        <caption className="visually-hidden">{t(`measure.${measure}_text`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sector')}</th>
            {map.stages.map((stage) => (
              <th key={stage} scope="col">
                {stageLabel(stage)}
              </th>
            ))}
            <th scope="col">{t('all_stages')}</th>
          </tr>
        </thead>
        <tbody>
          {map.lines.map((line) => (
            <tr key={line.sector}>
              <RowHead line={line} map={map} measure={measure} />
              {shown(line, ofCells, ofWholes)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{map.under ? t('whole_sector') : t('total')}</th>
            {shown(map.total, usualOf(map.total.cells), usualOf([map.total.whole]))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

/** A top sector leads to its leaves. */
function RowHead({ line, map, measure }: HeatTableProps & { line: Line }) {
  const { nameOf } = useSectors();
  const name = nameOf(line.sector);
  const rest = measure === 'deals' ? '' : `&measure=${measure}`;
  return (
    <th scope="row">
      {map.under ? name : <AppLink href={`/coverage?under=${line.sector}${rest}`}>{name}</AppLink>}
    </th>
  );
}

interface FigureProps {
  sector: string;
  cell: Cell;
  measure: Measure;
  /** The largest count there is; 0 for sums, which are not coloured. */
  most: number;
  usual: number;
}

function Figure({ sector, cell, measure, most, usual }: FigureProps) {
  const href = hrefOf(sector, cell, measure);
  const colour =
    measure === 'gap'
      ? { 'data-balance': balanceOf(cell, usual) }
      : { 'data-level': levelOf(cell[measure], most) };
  const figure =
    measure === 'gap' ? <Gap cell={cell} usual={usual} /> : <Count cell={cell} measure={measure} />;
  return <td {...colour}>{href ? <AppLink href={href}>{figure}</AppLink> : <span>{figure}</span>}</td>;
}

function Count({ cell, measure }: { cell: Cell; measure: 'deals' | 'theses' }) {
  const { t, i18n } = useTranslation('coverage');
  return (
    <>
      {formatCount(cell[measure], i18n.language)}
      <span className="visually-hidden"> {t(`unit.${measure}`, { count: cell[measure] })}</span>
    </>
  );
}

/** The share with what it is made of, and in words what the colour says. */
function Gap({ cell, usual }: { cell: Cell; usual: number }) {
  const { t } = useTranslation('coverage');
  const gap = gapOf(cell);
  const balance = balanceOf(cell, usual);
  if (balance === 'none') return <span className={css.silent}>{t('nobody')}</span>;
  return (
    <>
      {gap === null ? t('no_deals') : gap.toFixed(1)}
      <span className={css.made}>
        {cell.theses}/{cell.deals}
      </span>
      <span className="visually-hidden"> {t(`legend.${balance}`)}</span>
    </>
  );
}
