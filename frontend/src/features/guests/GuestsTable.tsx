import { Link } from '@tanstack/react-router';
import { Table, type TableColumnsType } from 'antd';
import type { TFunction } from 'i18next';
import type { Key } from 'react';
import { useTranslation } from 'react-i18next';
import type { Registration } from '@/api';
import { Money } from '@/shared/Money';
import { kindName } from '@/shared/names';
import { Time } from '@/shared/Time';
import { useMediaQuery } from '@/shared/useMediaQuery';
import { GuestAnswers } from './GuestAnswers';
import css from './guests.module.css';
import { useGuestWords } from './useGuestWords';

const VIRTUAL_ABOVE = 200;

interface GuestsTableProps {
  rows: Registration[];
  busy: boolean;
  chosen: string[];
  onChoose: (ids: string[]) => void;
}

/** No box for all: antd draws it once more where it measures, hidden and in the way of the keyboard. */
function selectionOf(t: TFunction<'guests'>, chosen: string[], onChoose: (ids: string[]) => void) {
  return {
    selectedRowKeys: chosen,
    onChange: (keys: Key[]) => onChoose(keys.map(String)),
    hideSelectAll: true,
    columnTitle: <span className="visually-hidden">{t('choose_column')}</span>,
    columnWidth: 44,
    getCheckboxProps: ({ name, code }: Registration) => ({
      'aria-label': t('choose', { name: name || code }),
    }),
  };
}

/** The rows that are there, to be ticked; many of them are drawn only where one looks. */
export function GuestsTable({ rows, busy, chosen, onChoose }: GuestsTableProps) {
  const { t } = useTranslation('guests');
  const wide = useColumns();
  const narrow = useNarrowColumns();
  const isNarrow = useMediaQuery('(max-width: 767px)');
  const virtual = rows.length > VIRTUAL_ABOVE;
  const size = isNarrow ? {} : { x: 1180 };
  return (
    <section aria-label={t('list')} aria-busy={busy}>
      <Table<Registration>
        columns={isNarrow ? narrow : wide}
        dataSource={rows}
        rowKey="id"
        pagination={false}
        rowSelection={selectionOf(t, chosen, onChoose)}
        expandable={{
          rowExpandable: ({ answers, refusal_reason }) => answers.length > 0 || Boolean(refusal_reason),
          expandedRowRender: (row) => <GuestAnswers row={row} />,
        }}
        virtual={virtual}
        scroll={virtual ? { x: 1180, y: 640 } : size}
      />
    </section>
  );
}

function useColumns(): TableColumnsType<Registration> {
  const { t, i18n } = useTranslation('guests');
  const words = useGuestWords();
  return [
    { key: 'name', title: t('column.name'), width: 140, render: (_, row) => <Name row={row} /> },
    { key: 'organization', dataIndex: 'organization_name', title: t('column.organization'), width: 180 },
    {
      key: 'contact',
      title: t('column.contact'),
      width: 270,
      render: (_, row) => <span className={css.contact}>{row.email ?? row.phone}</span>,
    },
    { key: 'state', title: t('column.state'), width: 110, render: (_, row) => <Standing row={row} /> },
    {
      key: 'kind',
      title: t('column.kind'),
      width: 110,
      render: (_, row) => kindName(row.ticket_type, i18n.language),
    },
    { key: 'payment', title: t('column.payment'), width: 140, render: (_, row) => <Paid row={row} /> },
    {
      key: 'language',
      title: t('column.language'),
      width: 120,
      render: (_, { language }) => words.language(language),
    },
    { key: 'code', dataIndex: 'code', title: t('column.code'), width: 110 },
    {
      key: 'at',
      title: t('column.at'),
      width: 190,
      render: (_, row) => <Time value={row.created_at} as="datetime" />,
    },
  ];
}

/** On a phone a guest is one cell: who, how to reach them, and how their place stands. */
function useNarrowColumns(): TableColumnsType<Registration> {
  const { t, i18n } = useTranslation('guests');
  return [
    {
      key: 'guest',
      title: t('title'),
      render: (_, row) => (
        <div className={css.cell}>
          <strong>
            <Name row={row} />
          </strong>
          <span>{row.organization_name}</span>
          <span className={css.contact}>{row.email ?? row.phone}</span>
          <span className={css.quiet}>
            <Standing row={row} /> · {kindName(row.ticket_type, i18n.language)} · <Paid row={row} /> ·{' '}
            {row.code}
          </span>
          <span className={css.quiet}>
            <Time value={row.created_at} as="datetime" />
          </span>
        </div>
      ),
    },
  ];
}

function Name({ row }: { row: Registration }) {
  const { t } = useTranslation('guests');
  if (row.contact_removed_at) return <span className={css.quiet}>{t('removed')}</span>;
  return (
    <>
      {row.name}
      {row.group ? <Group group={row.group} /> : null}
    </>
  );
}

/** With whom a guest was registered, and the way to all of them. */
function Group({ group: { id, name, along } }: { group: NonNullable<Registration['group']> }) {
  const { t } = useTranslation('guests');
  return (
    <div>
      <Link from="/org/events/$id/guests" to="." search={{ group: id }}>
        {along > 0 ? t('group.brought', { count: along }) : t('group.with', { name })}
      </Link>
    </div>
  );
}

/** How the place stands, and when its holder came. */
function Standing({ row: { state, came_at } }: { row: Registration }) {
  const { t } = useTranslation('guests');
  const words = useGuestWords();
  if (!came_at) return words.state(state);
  return (
    <>
      {t('came')} <Time value={came_at} as="datetime" />
    </>
  );
}

function Paid({ row: { payment, price, desk_payment: desk } }: { row: Registration }) {
  const { t } = useTranslation('guests');
  const words = useGuestWords();
  if (desk) {
    return (
      <>
        <Money value={desk.price} /> {t(`desk_payment.${desk.means}`)} {desk.taken_by}
      </>
    );
  }
  if (!payment) {
    if (Number(price.amount) === 0) return words.payment('free');
    return (
      <>
        <Money value={price} /> {words.payment('unpaid')}
      </>
    );
  }
  return (
    <>
      <Money value={payment.price} /> {words.order(payment.state)}
      {payment.returned_at_gateway ? ` ${t('returned_at_gateway')}` : null}
    </>
  );
}
