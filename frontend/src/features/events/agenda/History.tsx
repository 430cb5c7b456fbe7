import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { eventsAgendaVersionsOptions } from '@/api/@tanstack/react-query.gen';
import { Loaded } from '@/shared/states/Loaded';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { ChangeList } from './ChangeList';

/** What was new in each version of an agenda, the newest first. */
export function History({ event }: { event: string }) {
  const { t } = useTranslation('agenda');
  const query = useQuery(eventsAgendaVersionsOptions({ path: { event_id: event } }));
  return (
    <Loaded query={query}>
      {({ results }) => (
        <ol className={css.lines}>
          {results.map((version) => (
            <li key={version.number}>
              <p>
                <strong>{t('version', { number: version.number })}</strong>{' '}
                <Time value={version.released_at} as="datetime" />
              </p>
              {version.note ? <p>{version.note}</p> : null}
              {version.changes.length > 0 ? <ChangeList changes={version.changes} /> : null}
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
}
