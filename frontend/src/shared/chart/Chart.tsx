import { Button } from 'antd';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../states/EmptyState';
import css from './chart.module.css';
import { themed } from './themed';

export interface ChartTable {
  head: string[];
  rows: (string | number)[][];
}

interface ChartProps {
  /** What the chart shows, as its caption and its name. */
  label: string;
  option: EChartsCoreOption;
  /** The same figures to read; an empty table means there is nothing to draw. */
  table: ChartTable;
  height?: number;
}

function Drawing({ label, option, height }: Required<Omit<ChartProps, 'table'>>) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(option);
  const chart = useRef<EChartsType>(null);
  latest.current = option;

  useEffect(() => {
    let gone = false;
    const resize = new ResizeObserver(() => chart.current?.resize());
    const draw = () => chart.current?.setOption(themed(latest.current), true);
    const theme = new MutationObserver(draw);
    void import('./echarts').then(({ init }) => {
      if (gone || !box.current) return;
      chart.current = init(box.current, null, { renderer: 'svg' });
      draw();
      resize.observe(box.current);
      theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    });
    return () => {
      gone = true;
      resize.disconnect();
      theme.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(themed(option), true);
  }, [option]);

  // The library names the element it draws in by its own sentence, or takes the name away; the picture keeps ours.
  return (
    <div role="img" aria-label={label}>
      <div ref={box} style={{ height }} />
    </div>
  );
}

function Figures({ label, table, height }: Required<Omit<ChartProps, 'option'>>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.figures} aria-label={label} tabIndex={0} style={{ height }}>
      <table>
        <thead>
          <tr>
            {table.head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, column) => (
                <td key={table.head[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A chart with the same figures as a table behind one button. ECharts is loaded when the first one is drawn. */
export function Chart({ label, option, table, height = 300 }: ChartProps) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  if (table.rows.length === 0) return <EmptyState heading="h3" title={t('chart.empty')} />;
  return (
    <figure className={css.chart}>
      <figcaption>
        <strong>{label}</strong>
        <Button size="small" onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'chart.as_chart' : 'chart.as_table')}
        </Button>
      </figcaption>
      {asTable ? (
        <Figures label={label} table={table} height={height} />
      ) : (
        <Drawing label={label} option={option} height={height} />
      )}
    </figure>
  );
}
