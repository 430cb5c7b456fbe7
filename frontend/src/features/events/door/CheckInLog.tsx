import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckIn } from '@/api';
import { eventsCheckInsListOptions, eventsCheckInsUndoMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { DataTable } from '@/shared/DataTable';
import { compact } from '@/shared/search/address';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import type { EventDetail } from '../words';
import { type DoorDesk, listName, wordOf } from './words';

const PAGE_SIZE = 20;
const EVERY = 10_000;

/** All the doors read, newest first; with the conflicts alone it is the report of them. */
export function CheckInLog({ event, desk }: { event: EventDetail; desk: DoorDesk }) {
  const { t } = useTranslation('door');
  const [q, setQ] = useState('');
  const [conflicts, setConflicts] = useState(false);
  const [page, setPage] = useState(1);
  const [slip, setSlip] = useState<CheckIn | null>(null);
  const list = useQuery({
    ...eventsCheckInsListOptions({
      path: { event_id: event.id },
      query: compact({ q, page, page_size: PAGE_SIZE, ...(conflicts ? { conflicts } : {}) }),
    }),
    placeholderData: keepPreviousData,
    ...(event.state === 'live' ? { refetchInterval: EVERY } : {}),
  });
  const columns = useColumns(desk, event.allowed_actions.includes('run_door') ? setSlip : null);
  return (
    <section className={css.panel} aria-labelledby="door-log">
      <h2 id="door-log">{t('log.title')}</h2>
      <div className={css.tools}>
        <Input.Search
          maxLength={80}
          style={{ maxWidth: 320 }}
          aria-label={t('log.search')}
          placeholder={t('log.search')}
          onSearch={(typed) => {
            setQ(typed.trim());
            setPage(1);
          }}
        />
        <Checkbox
          checked={conflicts}
          onChange={({ target }) => {
            setConflicts(target.checked);
            setPage(1);
          }}
        >
          {t('log.only_conflicts')}
        </Checkbox>
      </div>
      {slip ? <Undo event={event} row={slip} onDone={() => setSlip(null)} /> : null}
      <DataTable<CheckIn>
        label={t('log.title')}
        columns={columns}
        rows={list.data?.results}
        rowKey="id"
        total={list.data?.count ?? 0}
        page={page}
        pageSize={PAGE_SIZE}
        loading={list.isPending}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={t('log.empty')}
        onChange={(next) => setPage(next.page)}
      />
    </section>
  );
}

function useColumns(desk: DoorDesk, onUndo: ((row: CheckIn) => void) | null): TableColumnsType<CheckIn> {
  const { t, i18n } = useTranslation('door');
  const lists = new Map(desk.lists.map((one) => [one.id, listName(one, i18n.language)]));
  return [
    {
      key: 'guest',
      title: t('log.guest'),
      render: (_, { guest }) => `${guest.name || guest.code} ${guest.organization}`,
    },
    { key: 'list', title: t('list'), render: (_, row) => lists.get(row.list) },
    { key: 'result', title: t('log.result'), render: (_, row) => <Result row={row} /> },
    {
      key: 'by',
      title: t('log.by'),
      render: (_, row) => (row.source === 'offline' ? `${row.by}（${t('log.offline')}）` : row.by),
    },
    { key: 'at', title: t('log.at'), render: (_, row) => <Time value={row.scanned_at} as="datetime" /> },
    {
      key: 'undo',
      render: (_, row) =>
        row.counts && onUndo ? <Button onClick={() => onUndo(row)}>{t('log.undo')}</Button> : null,
    },
  ];
}

function Result({ row }: { row: CheckIn }) {
  const { t } = useTranslation(['door', 'checkin']);
  return (
    <>
      {t(`door:result.${wordOf(row)}`)}
      {row.reason ? ` · ${t(`checkin:reason.${row.reason}`)}` : null}
      {row.is_conflict ? <strong> · {t('door:conflict')}</strong> : null}
      {row.met ? <Met met={row.met} /> : null}
      {row.undone_at ? (
        <small>
          {' '}
          {row.undo_reason ? t('door:log.undone', { reason: row.undo_reason }) : t('door:log.undone_at_door')}
        </small>
      ) : null}
    </>
  );
}

function Met({ met }: { met: NonNullable<CheckIn['met']> }) {
  const { t, i18n } = useTranslation('door');
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium', timeZone: 'Asia/Shanghai' });
  return <small> · {t('log.met', { by: met.by, time: time.format(new Date(met.scanned_at)) })}</small>;
}

/** A check-in is undone with a reason, which stays beside it. */
function Undo({ event, row, onDone }: { event: EventDetail; row: CheckIn; onDone: () => void }) {
  const { t } = useTranslation(['door', 'common']);
  const [reason, setReason] = useState('');
  const undo = useMutation({ ...eventsCheckInsUndoMutation(), ...useTold()(t('door:log.undone_told')) });
  const path = { event_id: event.id, check_in_id: row.id };
  return (
    <fieldset className={css.undo}>
      <legend>{t('door:log.undo_title', { name: row.guest.name || row.guest.code })}</legend>
      <label htmlFor="undo-reason">{t('door:log.reason')}</label>
      <Input
        id="undo-reason"
        value={reason}
        maxLength={200}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className={css.acts}>
        <Button
          danger
          disabled={!reason.trim()}
          loading={undo.isPending}
          onClick={() => undo.mutate({ path, body: { reason } }, { onSuccess: onDone })}
        >
          {t('door:log.undo')}
        </Button>
        <Button onClick={onDone}>{t('common:form.cancel')}</Button>
      </div>
    </fieldset>
  );
}
