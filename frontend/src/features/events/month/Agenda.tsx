import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventRow } from '../words';
import { EventLine } from './EventChip';
import css from './month.module.css';
import { useSaid } from './useSaid';

interface DayProps {
  day: string;
  events: readonly EventRow[];
}

/** The events of one day, or that it has none. */
export function DayEvents({ day, events }: DayProps) {
  const { t } = useTranslation('events');
  if (events.length === 0) return <p className={css.quiet}>{t('month.day_empty')}</p>;
  return (
    <ul className={css.lines}>
      {events.map((event) => (
        <EventLine key={event.id} event={event} day={day} />
      ))}
    </ul>
  );
}

interface AgendaProps {
  /** The days of the month. */
  inside: readonly string[];
  days: ReadonlyMap<string, EventRow[]>;
  today: string;
  chosen: string | undefined;
  onWhole: () => void;
}

/** The days of the month that have events, or the one day chosen above. */
export function Agenda({ inside, days, today, chosen, onWhole }: AgendaProps) {
  const { t } = useTranslation('events');
  const said = useSaid();
  const shown = chosen ? [chosen] : inside.filter((day) => days.has(day));
  return (
    <div className={css.agenda}>
      {shown.map((day) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h3 id={`day-${day}`}>
            {said.day(day)} {day === today ? <span className={css.todayMark}>{t('month.today')}</span> : null}
          </h3>
          <DayEvents day={day} events={days.get(day) ?? []} />
        </section>
      ))}
      {chosen ? (
        <Button block size="large" onClick={onWhole}>
          {t('month.whole')}
        </Button>
      ) : null}
    </div>
  );
}
