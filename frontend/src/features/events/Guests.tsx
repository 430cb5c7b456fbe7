import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Input, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventsRegistrationsExportData, EventsRegistrationsListResponse } from '@/api';
import { eventsRegistrationsListOptions } from '@/api/@tanstack/react-query.gen';
import { client } from '@/api/client.gen';
import { DataTable } from '@/shared/DataTable';
import { compact } from '@/shared/search/address';
import { Time } from '@/shared/Time';
import css from './events.module.css';
import { type EventDetail, kindName } from './words';

const route = getRouteApi('/_app/org/events/$id');
const PAGE_SIZE = 20;
type Guest = EventsRegistrationsListResponse['results'][number];

/** Who registered: for those who work for the host alone. */
export function Guests({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const { q, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery({
    ...eventsRegistrationsListOptions({
      path: { event_id: event.id },
      query: compact({ q, page, page_size: PAGE_SIZE }),
    }),
    placeholderData: keepPreviousData,
  });
  const change = (search: { q?: string | undefined; page?: number | undefined }) =>
    void navigate({ search: compact(search) as { q?: string; page?: number }, replace: true });
  const sheet = client.buildUrl<EventsRegistrationsExportData>({
    url: '/api/v1/events/{event_id}/registrations/export/',
    path: { event_id: event.id },
    query: q ? { q } : {},
  });
  return (
    <section className={css.panel} aria-labelledby="guests">
      <h2 id="guests">{t('guests.title')}</h2>
      <div className={css.tools}>
        <Input.Search
          key={q ?? ''}
          defaultValue={q ?? ''}
          maxLength={80}
          style={{ maxWidth: 320 }}
          aria-label={t('guests.search')}
          placeholder={t('guests.search')}
          onSearch={(typed) => change({ q: typed.trim() })}
        />
        <Button href={sheet}>{t('guests.export')}</Button>
      </div>
      <DataTable<Guest>
        label={t('guests.title')}
        columns={useColumns()}
        rows={list.data?.results}
        rowKey="id"
        total={list.data?.count ?? 0}
        page={page}
        pageSize={PAGE_SIZE}
        loading={list.isFetching}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={t('guests.empty')}
        onChange={(next) => change({ q, page: next.page > 1 ? next.page : undefined })}
      />
    </section>
  );
}

function useColumns(): TableColumnsType<Guest> {
  const { t, i18n } = useTranslation('events');
  return [
    {
      key: 'name',
      title: t('ticket.name'),
      render: (_, row) => (row.contact_removed_at ? t('guests.removed') : row.name),
    },
    { key: 'organization', dataIndex: 'organization_name', title: t('ticket.organization') },
    { key: 'contact', title: t('guests.contact'), render: (_, row) => row.email ?? row.phone },
    {
      key: 'state',
      title: t('page.state'),
      render: (_, row) => t(`ticket.state_${row.state ?? 'confirmed'}`),
    },
    { key: 'kind', title: t('register.kind'), render: (_, row) => kindName(row.ticket_type, i18n.language) },
    { key: 'code', dataIndex: 'code', title: t('guests.code') },
    {
      key: 'came',
      title: t('guests.came'),
      render: (_, row) => (row.came_at ? <Time value={row.came_at} as="datetime" /> : t('guests.not_yet')),
    },
    { key: 'at', title: t('guests.at'), render: (_, row) => <Time value={row.created_at} as="datetime" /> },
  ];
}
