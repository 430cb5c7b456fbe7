import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Select, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventsVouchersExportData, EventsVouchersListResponse } from '@/api';
import { eventsVouchersCloseMutation, eventsVouchersListOptions } from '@/api/@tanstack/react-query.gen';
import { client } from '@/api/client.gen';
import { useConfirm, useTold } from '@/app/acts';
import { DataTable } from '@/shared/DataTable';
import { ListTools } from '@/shared/ListTools';
import { Money } from '@/shared/Money';
import { compact } from '@/shared/search/address';
import { Time } from '@/shared/Time';
import css from './events.module.css';
import { VOUCHER_STATES, type VouchersSearch } from './search';
import { type EventDetail, kindName } from './words';

const route = getRouteApi('/_app/org/events/$id_/vouchers');
const PAGE_SIZE = 20;
type Voucher = EventsVouchersListResponse['results'][number];

/** All codes of an event, narrowed and sorted. */
export function VouchersList({ event, mayWrite }: { event: EventDetail; mayWrite: boolean }) {
  const { t } = useTranslation('events');
  const { q, state, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const path = { event_id: event.id };
  const list = useQuery({
    ...eventsVouchersListOptions({ path, query: compact({ q, state, page, page_size: PAGE_SIZE }) }),
    placeholderData: keepPreviousData,
  });
  const change = (search: { [Name in keyof VouchersSearch]: VouchersSearch[Name] | undefined }) =>
    void navigate({ search: compact({ q, state, ...search }) as VouchersSearch, replace: true });
  const url = '/api/v1/events/{event_id}/vouchers/export/';
  const sheet = client.buildUrl<EventsVouchersExportData>({ url, path, query: compact({ q, state }) });
  return (
    <section className={css.panel} aria-labelledby="vouchers">
      <h2 id="vouchers">{t('vouchers.list')}</h2>
      <ListTools
        search={{ label: t('vouchers.search'), value: q, onSearch: (words) => change({ q: words }) }}
        exportHref={sheet}
      >
        <Select<(typeof VOUCHER_STATES)[number] | ''>
          aria-label={t('page.state')}
          value={state ?? ''}
          options={[
            { value: '', label: t('vouchers.state_all') },
            ...VOUCHER_STATES.map((value) => ({ value, label: t(`vouchers.state_${value}`) })),
          ]}
          onChange={(value) => change({ state: value || undefined })}
          popupMatchSelectWidth={false}
        />
      </ListTools>
      <DataTable<Voucher>
        label={t('vouchers.list')}
        columns={useColumns(event, mayWrite)}
        rows={list.data?.results}
        rowKey="id"
        total={list.data?.count ?? 0}
        page={page}
        pageSize={PAGE_SIZE}
        loading={list.isFetching}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={t('vouchers.empty')}
        onChange={(next) => change({ page: next.page > 1 ? next.page : undefined })}
      />
    </section>
  );
}

function useColumns(event: EventDetail, mayWrite: boolean): TableColumnsType<Voucher> {
  const { t, i18n } = useTranslation('events');
  const columns: TableColumnsType<Voucher> = [
    { key: 'code', dataIndex: 'code', title: t('voucher.code') },
    { key: 'note', dataIndex: 'note', title: t('vouchers.note') },
    {
      key: 'kind',
      title: t('register.kind'),
      render: (_, { ticket_type }) =>
        ticket_type ? kindName(ticket_type, i18n.language) : t('vouchers.any_kind'),
    },
    { key: 'good', title: t('vouchers.good_for'), render: (_, row) => <GoodFor row={row} /> },
    {
      key: 'used',
      title: t('vouchers.used'),
      render: (_, { used, max_uses }) => t('vouchers.used_of', { used, most: max_uses }),
    },
    {
      key: 'until',
      title: t('vouchers.valid_until'),
      render: (_, row) => (row.valid_until ? <Time value={row.valid_until} as="datetime" /> : '—'),
    },
    { key: 'state', title: t('page.state'), render: (_, { state }) => t(`vouchers.state_${state}`) },
  ];
  if (mayWrite)
    columns.push({ key: 'close', title: '', render: (_, row) => <Close event={event} row={row} /> });
  return columns;
}

function GoodFor({ row }: { row: Voucher }) {
  const { t } = useTranslation('events');
  const parts = [
    row.percent ? t('vouchers.percent_off', { percent: row.percent }) : '',
    row.reserves ? t('vouchers.holds', { count: row.held }) : '',
    row.bypasses ? t('vouchers.lets_in') : '',
    row.skips_approval ? t('vouchers.skips') : '',
  ].filter(Boolean);
  return (
    <>
      {row.price ? (
        <>
          <Money value={row.price} />{' '}
        </>
      ) : null}
      {parts.join(' · ') || (row.price ? '' : t('vouchers.way_in'))}
    </>
  );
}

function Close({ event, row }: { event: EventDetail; row: Voucher }) {
  const { t } = useTranslation('events');
  const confirm = useConfirm();
  const close = useMutation({ ...eventsVouchersCloseMutation(), ...useTold()(t('vouchers.closed')) });
  if (row.closed_at) return null;
  const path = { event_id: event.id, voucher_id: row.id };
  const ask = () =>
    confirm({
      title: t('vouchers.close_ask', { code: row.code }),
      text: t('vouchers.close_text'),
      ok: t('vouchers.close'),
      act: () => close.mutateAsync({ path }),
    });
  return (
    <Button size="small" aria-label={`${t('vouchers.close')} ${row.code}`} onClick={ask}>
      {t('vouchers.close')}
    </Button>
  );
}
