import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './live.module.css';
import { type Line, marksOf, type RoadshowState } from './room';
import { rundownOf } from './rundown';
import type { EventDetail } from './useRoadshow';
import { useTicking } from './useTicking';
import { clockTime, companyOf, titleOf } from './words';

interface RunOfShowProps {
  event: EventDetail;
  state: RoadshowState;
  /** Server clock minus ours, in milliseconds. */
  offset: number;
  /** What stands at the end of a line. */
  act?: (line: Line, isNow: boolean) => ReactNode;
}

/** The run of show: what was, what is, what comes next and about when, which moves with the evening. */
export function RunOfShow({ event, state, offset, act }: RunOfShowProps) {
  const { t, i18n } = useTranslation('live');
  const marks = marksOf(state);
  const { begins, ends, late } = useRundown({ event, state, offset });
  if (state.items.length === 0) return <p className={css.quiet}>{t('agenda.empty')}</p>;
  return (
    <>
      <ol className={css.run}>
        {state.items.map((line, index) => {
          const mark = marks[index] ?? 'later';
          return (
            <li key={line.id} data-mark={mark} {...(mark === 'now' ? { 'aria-current': 'step' } : {})}>
              <div className={css.runWords}>
                <p className={css.runTitle}>{titleOf(line, i18n.language)}</p>
                <p className={css.facts}>
                  {mark === 'later' ? null : <span className={css.mark}>{t(`mark.${mark}`)}</span>}
                  {begins[index] ? <span>{t('agenda.about', { time: begins[index] })}</span> : null}
                  <span>{t(`kind.${line.kind}`)}</span>
                  <span>{t('agenda.minutes', { count: line.minutes })}</span>
                  {[companyOf(event, line, i18n.language)?.name, line.speaker]
                    .filter(Boolean)
                    .map((words) => (
                      <span key={words}>{words}</span>
                    ))}
                </p>
              </div>
              {act?.(line, mark === 'now')}
            </li>
          );
        })}
      </ol>
      {ends ? (
        <p className={css.facts}>
          <span>{t('agenda.ends', { time: ends })}</span>
          {late > 0 ? <span className={css.mark}>{t('agenda.late', { count: late })}</span> : null}
          {late < 0 ? <span className={css.mark}>{t('agenda.early', { count: -late })}</span> : null}
        </p>
      ) : null}
    </>
  );
}

// What is less than this is the breath between two lines.
const NOTABLE = 2;

/** The times as words, drawn again when one of them says something else. */
function useRundown({ event, state, offset }: Omit<RunOfShowProps, 'act'>) {
  const { i18n } = useTranslation();
  const isOpen = state.phase === 'published' || state.phase === 'live';
  const said = useTicking(() => {
    const { begins, ends, lateMs } = rundownOf(state, event, Date.now() + offset);
    const word = (at: number | null) => (at === null ? '' : clockTime(at, i18n.language));
    const late = state.phase === 'live' ? Math.round(lateMs / 60_000) : 0;
    return [word(ends), Math.abs(late) >= NOTABLE ? late : 0, ...begins.map(word)].join('|');
  }, isOpen);
  const [ends = '', late = '0', ...begins] = said.split('|');
  return { begins, ends, late: Number(late) };
}
