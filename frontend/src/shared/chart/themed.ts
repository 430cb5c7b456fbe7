import type { EChartsCoreOption } from 'echarts/core';

const SERIES = ['--primary', '--honey-bright', '--ok', '--primary-strong', '--honey', '--bad'];

/** The page's own colours and font for a chart. Tooltips are drawn in SVG: HTML ones carry inline styles. */
export function themed(option: EChartsCoreOption): EChartsCoreOption {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const quiet = { color: read('--text-2') };
  const axis = (given: unknown): unknown => {
    // A chart may have two scales.
    if (Array.isArray(given)) return given.map(axis);
    return (
      given && {
        ...given,
        axisLabel: { ...quiet, ...(given as { axisLabel?: object }).axisLabel },
        axisLine: { lineStyle: quiet },
        splitLine: { ...(given as { splitLine?: object }).splitLine, lineStyle: { color: read('--line') } },
      }
    );
  };
  return {
    backgroundColor: 'transparent',
    color: SERIES.map(read),
    textStyle: { color: read('--text'), fontFamily: read('--font') },
    aria: { enabled: true },
    ...option,
    xAxis: axis(option.xAxis),
    yAxis: axis(option.yAxis),
    legend: option.legend && { textStyle: quiet, ...option.legend },
    tooltip: {
      renderMode: 'richText',
      backgroundColor: read('--surface'),
      borderColor: read('--line'),
      textStyle: { color: read('--text') },
      ...(option.tooltip as object | undefined),
    },
  };
}
