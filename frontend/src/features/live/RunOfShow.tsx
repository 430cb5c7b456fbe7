import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './live.module.css';
import { type Line, marksOf, type RoadshowState } from './room';
import type { EventDetail } from './useRoadshow';
import { companyOf, titleOf } from './words';

interface RunOfShowProps {
  event: EventDetail;
  state: RoadshowState;
  /** What stands at the end of a line. */
  act?: (line: Line, isNow: boolean) => ReactNode;
}

/** The run of show: what was, what is, what comes next. */
export function RunOfShow({ event, state, act }: RunOfShowProps) {
  const { t, i18n } = useTranslation('live');
  const marks = marksOf(state);
  if (state.items.length === 0) return <p className={css.quiet}>{t('agenda.empty')}</p>;
  return (
    <ol className={css.run}>
      {state.items.map((line, index) => {
        const mark = marks[index] ?? 'later';
        return (
          <li key={line.id} data-mark={mark} {...(mark === 'now' ? { 'aria-current': 'step' } : {})}>
            <div className={css.runWords}>
              <p className={css.runTitle}>{titleOf(line, i18n.language)}</p>
              <p className={css.facts}>
                {mark === 'later' ? null : <span className={css.mark}>{t(`mark.${mark}`)}</span>}
                <span>{t(`kind.${line.kind}`)}</span>
                <span>{t('agenda.minutes', { count: line.minutes })}</span>
                {[companyOf(event, line, i18n.language)?.name, line.speaker].filter(Boolean).map((words) => (
                  <span key={words}>{words}</span>
                ))}
              </p>
            </div>
            {act?.(line, mark === 'now')}
          </li>
        );
      })}
    </ol>
  );
}
