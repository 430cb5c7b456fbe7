import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Input, Select, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaitingRow } from '@/api';
import { eventsWaitingCountsOptions, eventsWaitingListOptions } from '@/api/@tanstack/react-query.gen';
import { DataTable } from '@/shared/DataTable';
import { compact } from '@/shared/search/address';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { type DeskEventSearch, WAIT_STATES } from '../search';
import { type EventDetail, kindName } from '../words';
import { RemoveDialog } from './RemoveDialog';

const route = getRouteApi('/_app/org/events/$id');
const PAGE_SIZE = 20;

/** Who waits for a place: for those who work for the host alone. */
export function Line({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { line: state, line_q: q, line_page: page = 1 } = search;
  const [removed, setRemoved] = useState<WaitingRow | null>(null);
  const path = { event_id: event.id };
  const list = useQuery({
    ...eventsWaitingListOptions({ path, query: compact({ q, state, page, page_size: PAGE_SIZE }) }),
    placeholderData: keepPreviousData,
  });
  const change = (changes: Partial<Record<keyof DeskEventSearch, unknown>>) =>
    void navigate({
      search: compact({ ...search, line_page: undefined, ...changes }) as DeskEventSearch,
      replace: true,
    });
  return (
    <section className={css.panel} aria-labelledby="line">
      <h2 id="line">{t('waiting.desk')}</h2>
      {event.has_waiting_list ? null : <p className={css.quiet}>{t('waiting.why_list_off')}</p>}
      <div className={css.tools}>
        <Input.Search
          key={q ?? ''}
          defaultValue={q ?? ''}
          maxLength={80}
          style={{ maxWidth: 320 }}
          aria-label={t('waiting.search')}
          placeholder={t('waiting.search')}
          onSearch={(typed) => change({ line_q: typed.trim() })}
        />
        <States event={event} chosen={state} onChoose={(line) => change({ line })} />
      </div>
      <DataTable<WaitingRow>
        label={t('waiting.desk')}
        columns={useColumns(event, setRemoved)}
        rows={list.data?.results}
        rowKey="id"
        total={list.data?.count ?? 0}
        page={page}
        pageSize={PAGE_SIZE}
        loading={list.isFetching}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={t('waiting.nobody')}
        onChange={(next) => change({ line_page: next.page > 1 ? next.page : undefined })}
      />
      <RemoveDialog event={event} entry={removed} onClose={() => setRemoved(null)} />
    </section>
  );
}

interface StatesProps {
  event: EventDetail;
  chosen: DeskEventSearch['line'];
  onChoose: (state: DeskEventSearch['line']) => void;
}

/** Each state with how many there are. */
function States({ event, chosen, onChoose }: StatesProps) {
  const { t } = useTranslation('events');
  const counts = useQuery(eventsWaitingCountsOptions({ path: { event_id: event.id } }));
  const options = WAIT_STATES.map((value) => ({
    value,
    label: `${t(`waiting.state_${value}`)} ${counts.data?.[value] ?? ''}`.trim(),
  }));
  return (
    <Select
      className={css.choice ?? ''}
      allowClear
      aria-label={t('page.state')}
      placeholder={t('waiting.all')}
      value={chosen ?? null}
      options={options}
      onChange={(value) => onChoose(value ?? undefined)}
    />
  );
}

function useColumns(event: EventDetail, remove: (entry: WaitingRow) => void): TableColumnsType<WaitingRow> {
  const { t, i18n } = useTranslation('events');
  const mayRemove = event.allowed_actions.includes('manage_waiting_list');
  return [
    { key: 'place', title: t('waiting.position'), render: (_, row) => row.place },
    {
      key: 'name',
      title: t('ticket.name'),
      render: (_, row) => (row.contact_removed_at ? t('waiting.contact_gone') : row.name),
    },
    { key: 'organization', dataIndex: 'organization_name', title: t('ticket.organization') },
    { key: 'contact', title: t('register.contact'), render: (_, row) => row.email ?? row.phone },
    {
      key: 'kinds',
      title: t('waiting.waits_for'),
      render: (_, row) => row.kinds.map((kind) => kindName(kind, i18n.language)).join(' · '),
    },
    { key: 'wanted', dataIndex: 'party_size', title: t('waiting.wanted') },
    { key: 'state', title: t('page.state'), render: (_, row) => <State row={row} /> },
    {
      key: 'since',
      title: t('waiting.since'),
      render: (_, row) => <Time value={row.queued_at} as="datetime" />,
    },
    {
      key: 'remove',
      title: '',
      render: (_, row) =>
        mayRemove && row.state !== 'left' && row.state !== 'accepted' ? (
          <Button onClick={() => remove(row)}>{t('waiting.remove')}</Button>
        ) : null,
    },
  ];
}

/** The state, and what belongs to it: until when a place is kept, or why none was offered. */
function State({ row }: { row: WaitingRow }) {
  const { t } = useTranslation('events');
  const why = row.not_offered_reason
    ? t(`waiting.why_${row.not_offered_reason}`)
    : row.left_because
      ? t(`waiting.ended_${row.left_because}`)
      : row.removal_reason;
  return (
    <>
      <div>{t(`waiting.state_${row.state ?? 'waiting'}`)}</div>
      {row.offer_expires_at ? (
        <div className={css.quiet}>
          {t('waiting.until')} <Time value={row.offer_expires_at} as="datetime" />
        </div>
      ) : null}
      {why ? <div className={css.quiet}>{why}</div> : null}
    </>
  );
}
