import type { EChartsCoreOption } from 'echarts/core';

const SERIES = ['--primary', '--honey-bright', '--ok', '--primary-strong', '--honey', '--bad'];

/** The page's own colours and font for a chart. Tooltips are drawn in SVG: HTML ones carry inline styles. */
export function themed(option: EChartsCoreOption): EChartsCoreOption {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    backgroundColor: 'transparent',
    color: SERIES.map(read),
    textStyle: { color: read('--text'), fontFamily: read('--font') },
    aria: { enabled: true },
    ...option,
    tooltip: {
      renderMode: 'richText',
      backgroundColor: read('--surface'),
      borderColor: read('--line'),
      textStyle: { color: read('--text') },
      ...(option.tooltip as object | undefined),
    },
  };
}
