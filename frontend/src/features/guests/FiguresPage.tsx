import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskTakingsOutput, EventDetailOutput, EventFigures, TakingsOutput } from '@/api';
import { eventsFiguresOptions } from '@/api/@tanstack/react-query.gen';
import { Chart, type ChartTable } from '@/shared/chart/Chart';
import { formatPercent } from '@/shared/format';
import { kindName } from '@/shared/names';
import { StatTile } from '@/shared/StatTile';
import { EmptyState } from '@/shared/states/EmptyState';
import { Loaded } from '@/shared/states/Loaded';
import { exact } from '@/shared/sums';
import { DeskFrame } from './DeskFrame';
import { barsOption, daysOption, daysTable, heldIn, shareOf, stepsOf } from './figures';
import css from './guests.module.css';
import { useGuestWords } from './useGuestWords';

const route = getRouteApi('/_app/org/events/$id_/figures');

/** What an event's sign-ups come to. */
export function FiguresPage() {
  const { t } = useTranslation('guests');
  const { id } = route.useParams();
  const figures = useQuery(eventsFiguresOptions({ path: { event_id: id } }));
  return (
    <DeskFrame id={id} title={t('figures.title')}>
      {(event) => (
        <Loaded query={figures}>
          {(found) =>
            found.funnel.registered === 0 ? (
              <EmptyState title={t('empty.title')} text={t('empty.text')} />
            ) : (
              <Figures event={event} figures={found} />
            )
          }
        </Loaded>
      )}
    </DeskFrame>
  );
}

function Figures({ event, figures }: { event: EventDetailOutput; figures: EventFigures }) {
  const { t } = useTranslation('guests');
  return (
    <div className={css.figures}>
      <Tiles event={event} figures={figures} />
      {figures.takings.length > 0 ? <Takings takings={figures.takings} /> : null}
      {figures.at_the_desk.length > 0 ? <AtTheDesk sums={figures.at_the_desk} /> : null}
      <Days figures={figures} />
      <div className={css.charts}>
        <Funnel figures={figures} />
        <Kinds figures={figures} />
        <Languages figures={figures} />
      </div>
      <p className={css.quiet}>{t('figures.note')}</p>
    </div>
  );
}

function Tiles({ event: { taken, capacity }, figures }: { event: EventDetailOutput; figures: EventFigures }) {
  const { t, i18n } = useTranslation('guests');
  const words = useGuestWords();
  const { registered } = figures.funnel;
  return (
    <div className={css.stats}>
      {taken !== null ? (
        <StatTile
          label={t('figures.seats')}
          value={`${taken} / ${capacity}`}
          note={formatPercent(shareOf(taken, capacity), i18n.language)}
        />
      ) : null}
      <StatTile label={t('figures.registered')} value={registered} />
      {figures.states.map(({ state, count }) => (
        <StatTile
          key={state}
          label={words.state(state)}
          value={count}
          note={formatPercent(shareOf(count, registered), i18n.language)}
        />
      ))}
    </div>
  );
}

/** In money that was really moved, each currency for itself and to the last fen. */
function Takings({ takings }: { takings: TakingsOutput[] }) {
  const { t } = useTranslation('guests');
  const columns = ['paid', 'returned', 'returning', 'net'] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.panel} aria-labelledby="takings" tabIndex={0}>
      <h2 id="takings">{t('figures.takings')}</h2>
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`figures.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {takings.map((sums) => (
            <tr key={sums.net.currency}>
              {columns.map((column) => (
                <td key={column}>{exact(sums[column])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What was taken at the door: by hand, and through no gateway. */
function AtTheDesk({ sums }: { sums: DeskTakingsOutput[] }) {
  const { t } = useTranslation('guests');
  return (
    <section className={css.panel} aria-labelledby="at-the-desk">
      <h2 id="at-the-desk">{t('figures.at_the_desk')}</h2>
      <ul>
        {sums.map(({ means, count, taken }) => (
          <li key={`${means} ${taken.currency}`}>
            {t(`desk_payment.${means}`)} · {exact(taken)} · {t('count', { count })}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Days({ figures: { days } }: { figures: EventFigures }) {
  const { t, i18n } = useTranslation('guests');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const table = useMemo(
    () =>
      daysTable(days, {
        day: t('figures.day'),
        registered: t('figures.registered'),
        cancelled: t('figures.cancelled'),
        all: t('figures.all'),
      }),
    [days, i18n.language],
  );
  const option = useMemo(() => daysOption(table), [table]);
  return (
    <div className={css.panel}>
      <Chart label={t('figures.days')} option={option} table={table} height={280} />
    </div>
  );
}

function Bars({ label, table }: { label: string; table: ChartTable }) {
  const option = useMemo(() => barsOption(table), [table]);
  const height = 60 + table.rows.length * 44;
  return (
    <div className={css.panel}>
      <Chart label={label} option={option} table={table} height={Math.max(180, height)} />
    </div>
  );
}

function Funnel({ figures: { funnel } }: { figures: EventFigures }) {
  const { t, i18n } = useTranslation('guests');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const table = useMemo(
    () => ({
      head: [t('figures.step'), t('figures.count')],
      rows: stepsOf(funnel).map(([step, count]) => [t(`figures.step_${step}`), count]),
    }),
    [funnel, i18n.language],
  );
  return <Bars label={t('figures.funnel')} table={table} />;
}

function Kinds({ figures: { kinds } }: { figures: EventFigures }) {
  const { t, i18n } = useTranslation('guests');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const table = useMemo(
    () => ({
      head: [t('column.kind'), t('figures.registered'), t('figures.held')],
      rows: kinds.map((one) => [kindName(one.ticket_type, i18n.language), one.registered, one.held]),
    }),
    [kinds, i18n.language],
  );
  return <Bars label={t('figures.kinds')} table={table} />;
}

function Languages({ figures: { languages } }: { figures: EventFigures }) {
  const { t, i18n } = useTranslation('guests');
  const words = useGuestWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const table = useMemo(
    () => ({
      head: [t('column.language'), t('figures.held')],
      rows: languages.map(({ language, count }) => [words.language(language), count]),
    }),
    [languages, i18n.language],
  );
  if (heldIn(languages) === 0) return null;
  return <Bars label={t('figures.languages')} table={table} />;
}
