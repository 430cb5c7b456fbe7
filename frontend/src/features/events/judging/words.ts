import type { JudgingDesk, JudgingJudge, JudgingResult } from '@/api';
import type { ChartTable } from '@/shared/chart/Chart';

export type Desk = JudgingDesk;

/** What a judge and a pitch are to each other, in one word. */
export type Cell = 'conflict' | 'abstained' | 'done' | 'partial' | 'none';

export function cellOf(
  { conflicts, sheets }: Pick<Desk, 'conflicts' | 'sheets'>,
  judge: string,
  pitch: string,
): Cell {
  const isTheirs = (one: { judge: string; pitch: string }) => one.judge === judge && one.pitch === pitch;
  if (conflicts.some(isTheirs)) return 'conflict';
  const sheet = sheets.find(isTheirs);
  if (!sheet) return 'none';
  if (sheet.is_abstained) return 'abstained';
  return sheet.is_complete ? 'done' : 'partial';
}

/** What a judge gave a pitch, of 100; nothing where it does not count. */
export const scoreOf = ({ sheets }: Pick<Desk, 'sheets'>, judge: string, pitch: string) =>
  sheets.find((one) => one.judge === judge && one.pitch === pitch)?.score ?? null;

export interface Ranked {
  title: string;
  result: JudgingResult;
}

/** The ranking with the pitches' titles; what left the run of show has none. */
export function rankedOf(
  { results, pitches }: Pick<Desk, 'results' | 'pitches'>,
  titleOf: (one: Desk['pitches'][number]) => string,
): Ranked[] {
  return results.flatMap((result) => {
    const pitch = pitches.find(({ id }) => id === result.pitch);
    return pitch ? [{ title: titleOf(pitch), result }] : [];
  });
}

/** A judge whose name was forgotten with the guests is a number. */
export const nameOf = (judge: JudgingJudge, index: number, nameless: (number: number) => string) =>
  judge.name || nameless(index + 1);

/** The first column names the pitches, the others are bars beside each other. */
export function barsOption({ head, rows }: ChartTable) {
  const [, ...series] = head;
  return {
    tooltip: { trigger: 'axis' },
    legend: {},
    grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
    xAxis: { type: 'value', min: 0 },
    yAxis: { type: 'category', inverse: true, data: rows.map(([title]) => title) },
    series: series.map((name, index) => ({ type: 'bar', name, data: rows.map((row) => row[index + 1]) })),
  };
}

export type Warning =
  | { kind: 'no_rubric' | 'unscored'; titles: string[] }
  | { kind: 'unequal'; fewest: number; most: number };

/** What a host should know before scores are taken, or before what they come to is shown to everybody. */
export function warningsOf(
  { pitches, criteria, results }: Pick<Desk, 'pitches' | 'criteria' | 'results'>,
  titleOf: (one: Desk['pitches'][number]) => string,
): Warning[] {
  const warnings: Warning[] = [];
  const named = (kind: 'no_rubric' | 'unscored', some: Desk['pitches']) => {
    if (some.length > 0) warnings.push({ kind, titles: some.map(titleOf) });
  };
  const isJudged = ({ stage }: Desk['pitches'][number]) =>
    criteria.some(({ stages }) => stages.length === 0 || stages.some((one) => one === stage));
  named(
    'no_rubric',
    pitches.filter((one) => !isJudged(one)),
  );
  if (results.length === 0) return warnings;
  named(
    'unscored',
    pitches.filter((one) => isJudged(one) && !results.some(({ pitch }) => pitch === one.id)),
  );
  const counts = results.map(({ judges }) => judges);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  if (fewest < most) warnings.push({ kind: 'unequal', fewest, most });
  return warnings;
}
