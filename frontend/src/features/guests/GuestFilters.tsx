import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput, EventsRegistrationsExportData } from '@/api';
import { client } from '@/api/client.gen';
import { ListTools } from '@/shared/ListTools';
import { Badges } from './Badges';
import { GuestChoices } from './GuestChoices';
import css from './guests.module.css';
import { filtersOf, type GuestsSearch, isNarrowed, SORTS } from './search';

interface GuestFiltersProps {
  event: EventDetailOutput;
  search: GuestsSearch;
  /** Guests that were ticked in the list. */
  chosen: string[];
  change: (changes: Partial<GuestsSearch>) => void;
}

/** What the table of guests is asked, and the same as a file. */
export function GuestFilters({ event, search, chosen, change }: GuestFiltersProps) {
  const { t } = useTranslation('guests');
  return (
    <>
      <ListTools
        search={{ label: t('search'), value: search.q, onSearch: (q) => change({ q }) }}
        sort={{
          offered: SORTS,
          value: search.sort,
          onSort: (sort) => change({ sort } as Partial<GuestsSearch>),
        }}
      >
        {event.allowed_actions.includes('export_registrations') ? (
          <Files event={event} search={search} />
        ) : null}
        {event.allowed_actions.includes('import_guests') ? <ToImport event={event} /> : null}
        <Badges event={event} search={search} chosen={chosen} />
      </ListTools>
      <div className={css.filters}>
        <GuestChoices event={event} filters={search} change={change} />
        {isNarrowed(search) ? (
          <Button
            type="link"
            onClick={() =>
              change(Object.fromEntries(Object.keys(filtersOf(search)).map((name) => [name, undefined])))
            }
          >
            {t('clear')}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function ToImport({ event }: { event: EventDetailOutput }) {
  const { t } = useTranslation('guests');
  const navigate = useNavigate();
  return (
    <Button onClick={() => void navigate({ to: '/org/events/$id/import', params: { id: event.id } })}>
      {t('import')}
    </Button>
  );
}

/** All that fits, however long the list. */
function Files({ event, search }: Pick<GuestFiltersProps, 'event' | 'search'>) {
  const { t } = useTranslation('guests');
  const fileOf = (file: 'csv' | 'xlsx') =>
    client.buildUrl<EventsRegistrationsExportData>({
      url: '/api/v1/events/{event_id}/registrations/export/',
      path: { event_id: event.id },
      query: { ...search, file },
    });
  return (
    <>
      <Button href={fileOf('csv')} download>
        {t('export_csv')}
      </Button>
      <Button href={fileOf('xlsx')} download>
        {t('export_xlsx')}
      </Button>
    </>
  );
}
