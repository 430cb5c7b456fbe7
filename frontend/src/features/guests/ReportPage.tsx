import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput, EventReport, ReportFiguresOutput } from '@/api';
import { eventsReportOptions } from '@/api/@tanstack/react-query.gen';
import { Chart, type ChartTable } from '@/shared/chart/Chart';
import { formatDateTime, formatPercent } from '@/shared/format';
import { kindName, titleOf } from '@/shared/names';
import { StatTile } from '@/shared/StatTile';
import { EmptyState } from '@/shared/states/EmptyState';
import { Loaded } from '@/shared/states/Loaded';
import { DeskFrame } from './DeskFrame';
import { FigureTable } from './FigureTable';
import { barsOption, shareOf } from './figures';
import css from './guests.module.css';
import { InTheRoom } from './InTheRoom';
import { columnsOption, moneyRows, type Reached, reachedRow, waitedSteps } from './report';

const route = getRouteApi('/_app/org/events/$id_/report');

/** What an event came to once it is over, to read and to print. */
export function ReportPage() {
  const { t } = useTranslation('report');
  const { id } = route.useParams();
  return (
    <DeskFrame
      id={id}
      title={t('title')}
      actions={({ state }) =>
        state === 'ended' ? (
          <Button type="primary" href={`/api/v1/events/${id}/report/file/`} download>
            {t('print')}
          </Button>
        ) : null
      }
    >
      {(event) =>
        event.state === 'ended' ? (
          <Read event={event} />
        ) : (
          <EmptyState title={t('early')} text={t('early_text')} />
        )
      }
    </DeskFrame>
  );
}

function Read({ event }: { event: EventDetailOutput }) {
  const { t, i18n } = useTranslation('report');
  const report = useQuery(eventsReportOptions({ path: { event_id: event.id } }));
  return (
    <Loaded query={report}>
      {({ figures, before, frozen_at }) => (
        <div className={css.figures}>
          <Tiles figures={figures} />
          <div className={css.charts}>
            <Steps figures={figures} />
            <Arrivals figures={figures} />
          </div>
          <Kinds figures={figures} />
          <Sources figures={figures} />
          {figures.sums.length > 0 ? <Money figures={figures} /> : null}
          {figures.waited ? <Waited waited={figures.waited} /> : null}
          {figures.room ? <InTheRoom room={figures.room} /> : null}
          {before ? <Before event={event} figures={figures} before={before} /> : null}
          <p className={css.quiet}>
            {frozen_at ? `${t('frozen', { at: formatDateTime(frozen_at, i18n.language) })} ` : ''}
            {t('note')}
          </p>
        </div>
      )}
    </Loaded>
  );
}

interface Part {
  figures: ReportFiguresOutput;
}

function Tiles({ figures: { whole, steps } }: Part) {
  const { t, i18n } = useTranslation('report');
  const percent = (share: number) => formatPercent(share, i18n.language, 1);
  return (
    <div className={css.stats}>
      {steps.map(({ step, count }) => (
        <StatTile
          key={step}
          label={t(`step.${step}`)}
          value={count}
          note={step === 'registered' ? t('column.number') : percent(shareOf(count, whole.registered))}
        />
      ))}
      <StatTile
        label={t('no_show_rate')}
        value={whole.no_show_rate === null ? t('nobody') : percent(whole.no_show_rate)}
        note={t('stayed_away_count', { count: whole.stayed_away })}
      />
    </div>
  );
}

function Steps({ figures: { steps } }: Part) {
  const { t, i18n } = useTranslation('report');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const table = useMemo<ChartTable>(
    () => ({
      head: [t('column.step'), t('column.number')],
      rows: steps.map(({ step, count }) => [t(`step.${step}`), count]),
    }),
    [steps, i18n.language],
  );
  const option = useMemo(() => barsOption(table), [table]);
  return (
    <div className={css.panel}>
      <Chart label={t('steps')} option={option} table={table} height={220} />
    </div>
  );
}

function Arrivals({ figures: { arrivals, arrival_minutes } }: Part) {
  const { t, i18n } = useTranslation('report');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const table = useMemo<ChartTable>(
    () => ({
      head: [t('column.from'), t('column.came')],
      rows: arrivals.map(({ at, came }) => [formatDateTime(at, i18n.language), came]),
    }),
    [arrivals, i18n.language],
  );
  const option = useMemo(() => columnsOption(table, arrivals), [table, arrivals]);
  return (
    <div className={css.panel}>
      <Chart label={t('arrivals', { minutes: arrival_minutes })} option={option} table={table} height={220} />
    </div>
  );
}

/** How far guests came, a line for each group of them. */
function useReached() {
  const { t, i18n } = useTranslation('report');
  const head = (first: string) => [
    first,
    ...[t('step.registered'), t('step.confirmed'), t('step.came'), t('stayed_away'), t('no_show_rate')],
  ];
  const line = (name: string, reached: Reached) => reachedRow(name, reached, i18n.language);
  return { head, line };
}

function Kinds({ figures: { kinds } }: Part) {
  const { t, i18n } = useTranslation('report');
  const { head, line } = useReached();
  const rows = kinds.map((one) => line(kindName(one, i18n.language), one));
  return <FigureTable id="kinds" title={t('kinds')} head={head(t('column.kind'))} rows={rows} />;
}

function Sources({ figures: { sources } }: Part) {
  const { t } = useTranslation('report');
  const { head, line } = useReached();
  const rows = sources.map((one) => line(t(`source.${one.source}`), one));
  return <FigureTable id="sources" title={t('sources')} head={head(t('column.source'))} rows={rows} />;
}

function Money({ figures: { sums } }: Part) {
  const { t } = useTranslation('report');
  const columns = ['currency', 'orders', 'paid', 'returned', 'returning', 'net'] as const;
  const head = columns.map((column) => t(`money.${column}`));
  return <FigureTable id="money" title={t('money.title')} head={head} rows={moneyRows(sums)} />;
}

function Waited({ waited }: { waited: NonNullable<ReportFiguresOutput['waited']> }) {
  const { t } = useTranslation('report');
  const rows = waitedSteps(waited).map(([step, count]) => [t(`waited.${step}`), count]);
  const head = [t('column.outcome'), t('column.number')];
  return <FigureTable id="waited" title={t('waited.title')} head={head} rows={rows} />;
}

interface BeforeProps extends Part {
  event: EventDetailOutput;
  before: NonNullable<EventReport['before']>;
}

function Before({ event, figures, before }: BeforeProps) {
  const { t, i18n } = useTranslation('report');
  const { head, line } = useReached();
  const named = (title: string, at: string) => `${title} (${at.slice(0, 10)})`;
  const rows = [
    line(named(titleOf(event, i18n.language), event.starts_at), figures.whole),
    line(named(titleOf(before, i18n.language), before.starts_at), before.whole),
  ];
  return <FigureTable id="before" title={t('before')} head={head(t('column.event'))} rows={rows} />;
}
