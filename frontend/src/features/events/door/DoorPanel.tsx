import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { eventsDoorRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import { Loaded } from '@/shared/states/Loaded';
import css from '../events.module.css';
import type { EventDetail } from '../words';
import { CheckInLog } from './CheckInLog';
import { DeskDevices } from './DeskDevices';
import { ListsEditor } from './ListsEditor';
import { type DoorDesk, listName } from './words';

/** Often while people come in, now and then on other days. */
const EVERY = { live: 5_000, otherwise: 60_000 };

/** The door on its host's desk: who came, the lists, the phones that check in, and all they read. */
export function DoorPanel({ event }: { event: EventDetail }) {
  const query = useQuery({
    ...eventsDoorRetrieveOptions({ path: { event_id: event.id } }),
    refetchInterval: event.state === 'live' ? EVERY.live : EVERY.otherwise,
  });
  const mayRun = event.allowed_actions.includes('run_door');
  return (
    <Loaded query={query} height={240}>
      {(desk) => (
        <>
          <Counts event={event} desk={desk} />
          <CheckInLog event={event} desk={desk} />
          {mayRun ? <DeskDevices event={event} desk={desk} /> : null}
          {mayRun ? <ListsEditor event={event} desk={desk} /> : null}
        </>
      )}
    </Loaded>
  );
}

function Counts({ event, desk }: { event: EventDetail; desk: DoorDesk }) {
  const { t, i18n } = useTranslation('door');
  const columns = ['came', 'expected', 'inside', 'conflicts'] as const;
  return (
    <section className={css.panel} aria-labelledby="door">
      <h2 id="door">{t('title')}</h2>
      <table className={css.counts} aria-label={t('counts')}>
        <thead>
          <tr>
            <th scope="col">{t('list')}</th>
            {columns.map((name) => (
              <th key={name} scope="col">
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {desk.lists.map((list) => (
            <tr key={list.id}>
              <th scope="row">{listName(list, i18n.language)}</th>
              {columns.map((name) => (
                <td key={name} data-name={name}>
                  {list[name]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {event.state === 'live' ? <p className={css.quiet}>{t('live')}</p> : null}
      <p>
        <AppLink className={css.touch} href={`/checkin/${event.id}`} target="_blank">
          {t('open')}
        </AppLink>
      </p>
    </section>
  );
}
