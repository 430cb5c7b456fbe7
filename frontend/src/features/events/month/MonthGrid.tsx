import { useTranslation } from 'react-i18next';
import type { EventRow } from '../words';
import { monthOf } from './days';
import { EventChip } from './EventChip';
import css from './month.module.css';
import { useDayKeys } from './useDayKeys';
import { useSaid } from './useSaid';

/** A day has room for so many chips; with more, its last place says how many more. */
const ROOM = 3;

export interface GridProps {
  month: string;
  weeks: readonly string[][];
  days: ReadonlyMap<string, EventRow[]>;
  today: string;
  /** The day whose events are open. */
  chosen: string | undefined;
  onOpen: (day: string) => void;
  onMonth: (month: string) => void;
}

/** The month as weeks: with chips of the events, or with dots alone where it is `small`. */
export function MonthGrid({ small, ...props }: GridProps & { small: boolean }) {
  const { month, weeks, today, chosen } = props;
  const said = useSaid();
  const first = chosen && monthOf(chosen) === month ? chosen : today;
  const { table, stop, onKeyDown } = useDayKeys(
    month,
    monthOf(first) === month ? first : `${month}-01`,
    props.onMonth,
  );
  return (
    <table
      ref={table}
      className={small ? css.small : css.grid}
      aria-label={said.month(month)}
      onKeyDown={onKeyDown}
    >
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day} scope="col" abbr={said.weekday(day, 'long')}>
              {said.weekday(day, small ? 'narrow' : 'short')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <Cell key={day} day={day} small={small} stops={day === stop} {...props} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps extends GridProps {
  day: string;
  small: boolean;
  /** Tab stops here. */
  stops: boolean;
}

function Cell({ day, small, stops, month, days, today, chosen, onOpen }: CellProps) {
  const { t } = useTranslation('events');
  const said = useSaid();
  const events = days.get(day) ?? [];
  const shown = events.length > ROOM ? ROOM - 1 : ROOM;
  return (
    <td className={monthOf(day) === month ? undefined : css.outside}>
      <button
        type="button"
        className={css.day}
        data-day={day}
        aria-current={day === today ? 'date' : undefined}
        aria-pressed={small ? day === chosen : undefined}
        tabIndex={stops ? 0 : -1}
        aria-label={t('month.day', { day: said.day(day), count: events.length })}
        onClick={() => onOpen(day)}
      >
        <span className={css.number}>{Number(day.slice(8))}</span>
        {small ? <Dots events={events} /> : null}
      </button>
      {small
        ? null
        : events.slice(0, shown).map((event) => <EventChip key={event.id} event={event} day={day} />)}
      {!small && events.length > shown ? (
        <button type="button" className={css.more} onClick={() => onOpen(day)}>
          {t('month.more', { count: events.length - shown })}
        </button>
      ) : null}
    </td>
  );
}

const OFF: ReadonlySet<string> = new Set(['ended', 'cancelled']);

function Dots({ events }: { events: readonly EventRow[] }) {
  return (
    <span className={css.dots}>
      {events.slice(0, ROOM).map(({ id, preset, state }) => (
        <span key={id} data-kind={preset} data-off={OFF.has(state) ? '' : undefined} />
      ))}
    </span>
  );
}
