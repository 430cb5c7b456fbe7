import type { UseQueryResult } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Error as ApiProblem, ListOrdersResponse, OrderOutput } from '@/api';
import { DataTable } from '@/shared/DataTable';
import { Money } from '@/shared/Money';
import { StateBadge } from '@/shared/StateBadge';
import { Time } from '@/shared/Time';
import { useMediaQuery } from '@/shared/useMediaQuery';
import css from './money.module.css';

interface OrdersTableProps {
  list: UseQueryResult<ListOrdersResponse, ApiProblem>;
  page: number;
  isNarrowed: boolean;
  onPage: (page: number) => void;
  onLook: (order: string) => void;
}

export function OrdersTable({ list, page, isNarrowed, onPage, onLook }: OrdersTableProps) {
  const { t } = useTranslation(['money', 'common']);
  const wide = useColumns(onLook);
  const narrow = useNarrowColumns(onLook);
  return (
    <DataTable<OrderOutput>
      label={t('title')}
      columns={useMediaQuery('(max-width: 767px)') ? narrow : wide}
      rows={list.data?.results}
      rowKey="id"
      total={list.data?.count ?? 0}
      page={page}
      loading={list.isFetching}
      error={list.error}
      onRetry={() => void list.refetch()}
      onChange={(next) => onPage(next.page)}
      empty={isNarrowed ? t('common:list.none') : t('none')}
    />
  );
}

/** The state of an order; a refund that failed stands before it, for somebody has to see to it. */
export function OrderState({ order }: { order: OrderOutput }) {
  const { t } = useTranslation('money');
  if (order.refunds.some(({ state }) => state === 'failed'))
    return <StateBadge tone="attention" label={t('refund_state.failed')} />;
  const isPaid = order.state === 'succeeded' || order.state === 'partially_refunded';
  return <StateBadge tone={isPaid ? 'ok' : 'plain'} label={t(`state.${order.state}`)} />;
}

function useColumns(onLook: (order: string) => void): TableColumnsType<OrderOutput> {
  const { t } = useTranslation('money');
  return [
    {
      title: t('column.code'),
      key: 'code',
      render: (_, { id, code }) => (
        <button type="button" className="text-button" onClick={() => onLook(id)}>
          {code}
        </button>
      ),
    },
    { title: t('column.what'), key: 'what', dataIndex: 'description', width: 280 },
    {
      title: t('column.price'),
      key: 'price',
      align: 'right',
      render: (_, { money }) => <Money value={money} />,
    },
    {
      title: t('column.returned'),
      key: 'returned',
      align: 'right',
      render: (_, { returned }) => (Number(returned.amount) > 0 ? <Money value={returned} /> : '—'),
    },
    { title: t('column.state'), key: 'state', render: (_, order) => <OrderState order={order} /> },
    {
      title: t('column.at'),
      key: 'at',
      render: (_, { created_at }) => <Time value={created_at} as="datetime" />,
    },
  ];
}

/** On a phone an order is one cell. */
function useNarrowColumns(onLook: (order: string) => void): TableColumnsType<OrderOutput> {
  const { t } = useTranslation('money');
  return [
    {
      title: t('title'),
      key: 'order',
      render: (_, order) => (
        <div className={css.cell}>
          <button type="button" className="text-button" onClick={() => onLook(order.id)}>
            {order.code}
          </button>
          <span>{order.description}</span>
          <span className={css.line}>
            <Money value={order.money} /> <OrderState order={order} />
          </span>
        </div>
      ),
    },
  ];
}
