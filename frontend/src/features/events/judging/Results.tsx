import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventsJudgingExportData } from '@/api';
import { client } from '@/api/client.gen';
import { Chart } from '@/shared/chart/Chart';
import { titleOf } from '@/shared/names';
import css from '../events.module.css';
import type { EventDetail } from '../words';
import { barsOption, type Desk, nameOf, rankedOf } from './words';

/** What the scores come to as they stand, for the host alone. */
export function Results({ event, desk }: { event: EventDetail; desk: Desk }) {
  const { t, i18n } = useTranslation('judgingDesk');
  const ranked = useMemo(
    () => rankedOf(desk, (pitch) => titleOf(pitch, i18n.language)),
    [desk, i18n.language],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language, which is in `ranked`
  const table = useMemo(
    () => ({
      head: [t('results.pitch'), t('results.score'), t('results.raw')],
      rows: ranked.map(({ title, result }) => [title, result.score, result.raw]),
    }),
    [ranked],
  );
  const option = useMemo(() => barsOption(table), [table]);
  const file = (kind: 'csv' | 'xlsx') =>
    client.buildUrl<EventsJudgingExportData>({
      url: '/api/v1/events/{event_id}/judging/results/',
      path: { event_id: event.id },
      query: { file: kind },
    });
  return (
    <section className={css.panel} aria-labelledby="judging-results">
      <h2 id="judging-results">{t('results.title')}</h2>
      {ranked.length === 0 ? (
        <p className={css.quiet}>{t('results.empty')}</p>
      ) : (
        <>
          <Ranking ranked={ranked} />
          {desk.panel.method === 'z_score' ? <p className={css.quiet}>{t('results.scaled')}</p> : null}
          <Chart label={t('results.chart')} option={option} table={table} height={100 + ranked.length * 48} />
          <div className={css.acts}>
            <Button href={file('csv')} download>
              {t('results.csv')}
            </Button>
            <Button href={file('xlsx')} download>
              {t('results.xlsx')}
            </Button>
          </div>
        </>
      )}
      <Comments desk={desk} />
    </section>
  );
}

function Ranking({ ranked }: { ranked: ReturnType<typeof rankedOf> }) {
  const { t } = useTranslation('judgingDesk');
  const columns = ['place', 'pitch', 'score', 'raw', 'range', 'judges'] as const;
  return (
    <table className={css.counts} aria-labelledby="judging-results">
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col">
              {t(`results.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ranked.map(({ title, result }) => (
          <tr key={result.pitch}>
            <td>
              {result.place}
              {result.is_tied ? ` (${t('results.tied')})` : null}
            </td>
            <th scope="row">{title}</th>
            <td>{result.score.toFixed(2)}</td>
            <td>{result.raw.toFixed(2)}</td>
            <td>
              {result.lowest.toFixed(1)}–{result.highest.toFixed(1)}
            </td>
            <td>
              {result.judges}
              {result.dropped > 0 ? ` (${t('results.dropped', { count: result.dropped })})` : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What judges wrote for the host. */
function Comments({ desk }: { desk: Desk }) {
  const { t, i18n } = useTranslation('judgingDesk');
  const written = desk.sheets.filter(({ comment }) => comment !== '');
  if (written.length === 0) return null;
  return (
    <>
      <h3>{t('results.comments')}</h3>
      <ul>
        {written.map(({ judge, pitch, comment }) => {
          const index = desk.judges.findIndex(({ id }) => id === judge);
          const whose = desk.judges[index];
          const about = desk.pitches.find(({ id }) => id === pitch);
          return (
            <li key={`${judge}:${pitch}`}>
              <strong>
                {about ? titleOf(about, i18n.language) : ''}
                {whose ? ` · ${nameOf(whose, index, (number) => t('judges.nameless', { number }))}` : ''}
              </strong>{' '}
              {comment}
            </li>
          );
        })}
      </ul>
    </>
  );
}
