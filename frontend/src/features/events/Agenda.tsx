import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { organizationName } from '@/shared/names';
import { Versions } from './agenda/Versions';
import css from './events.module.css';
import { beginnings } from './times';
import { type EventDetail, titleOf } from './words';

/** The run of show, each line with the time it begins. */
export function Agenda({ event }: { event: EventDetail }) {
  const { t, i18n } = useTranslation('events');
  if (event.agenda.length === 0) return null;
  const at = beginnings(event.starts_at, event.agenda, i18n.language);
  return (
    <section className={css.panel} aria-labelledby="agenda">
      <h2 id="agenda">{t('page.agenda')}</h2>
      <ol className={css.agenda}>
        {event.agenda.map((line, index) => (
          <li key={line.id}>
            <span className={css.at}>{at[index]}</span>
            <div>
              <p>
                <strong>{titleOf(line, i18n.language)}</strong> {line.speaker}
              </p>
              <p className={css.facts}>
                <span>{t(`line.${line.kind}`)}</span>
                <span>{t('line.minutes', { count: line.minutes })}</span>
                {line.room ? <span>{line.room}</span> : null}
                {line.pitch && line.company ? (
                  <AppLink href={`/deals/${line.pitch}`}>
                    {organizationName(line.company, i18n.language)}
                  </AppLink>
                ) : null}
                {line.kind === 'pitch' && line.pitch && !line.is_confirmed ? (
                  <span>{t('line.unconfirmed')}</span>
                ) : null}
              </p>
            </div>
          </li>
        ))}
      </ol>
      {event.agenda_release ? <Versions event={event.id} release={event.agenda_release} /> : null}
    </section>
  );
}
