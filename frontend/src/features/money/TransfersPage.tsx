import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { TableColumnsType } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskTransfer } from '@/api';
import { listTransfersOptions } from '@/api/@tanstack/react-query.gen';
import { DataTable } from '@/shared/DataTable';
import { ListTools } from '@/shared/ListTools';
import { Money } from '@/shared/Money';
import { StateBadge } from '@/shared/StateBadge';
import { compact } from '@/shared/search/address';
import { Time } from '@/shared/Time';
import { MoneyFrame } from './MoneyFrame';
import css from './money.module.css';
import { StateSelect } from './StateSelect';
import { TRANSFER_SORTS, TRANSFER_STATES, type TransfersSearch } from './search';

// Pictures and forms come when a transfer is looked at.
const TransferDrawer = lazy(() => import('./TransferDrawer'));
const route = getRouteApi('/_app/org/orders_/transfers');

/** Orders that are paid from a bank: what was shown for them, and whether the money is there. */
export function TransfersPage() {
  const { t } = useTranslation(['money', 'common']);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [looked, setLooked] = useState<string | null>(null);
  const { page = 1, ...asked } = search;
  const change = (changes: Partial<Record<keyof TransfersSearch, unknown>>) =>
    void navigate({ search: compact({ ...search, page: undefined, ...changes }) as TransfersSearch });
  const list = useQuery({
    ...listTransfersOptions({ query: { ...asked, page } }),
    placeholderData: keepPreviousData,
  });
  const row = list.data?.results.find(({ id }) => id === looked);
  return (
    <MoneyFrame title={t('money:transfers.title')} subtitle={t('money:transfers.subtitle')}>
      <ListTools
        search={{ label: t('money:search'), value: search.q, onSearch: (q) => change({ q }) }}
        sort={{ offered: TRANSFER_SORTS, value: search.sort, onSort: (sort) => change({ sort }) }}
      >
        <StateSelect
          value={search.state}
          options={TRANSFER_STATES.map((value) => ({ value, label: t(`money:transfers.state.${value}`) }))}
          onChange={(state) => change({ state })}
        />
      </ListTools>
      <DataTable<DeskTransfer>
        label={t('money:transfers.title')}
        columns={useColumns(setLooked)}
        rows={list.data?.results}
        rowKey="id"
        total={list.data?.count ?? 0}
        page={page}
        loading={list.isFetching}
        error={list.error}
        onRetry={() => void list.refetch()}
        onChange={(next) => change({ page: next.page > 1 ? next.page : undefined })}
        empty={t(Object.keys(asked).length > 0 ? 'common:list.none' : 'money:transfers.none')}
      />
      {row ? (
        <Suspense>
          <TransferDrawer transfer={row} onClose={() => setLooked(null)} />
        </Suspense>
      ) : null}
    </MoneyFrame>
  );
}

export function TransferState({ transfer }: { transfer: DeskTransfer }) {
  const { t } = useTranslation('money');
  const tone = { submitted: 'attention', accepted: 'ok' } as const;
  return (
    <StateBadge
      tone={tone[transfer.state as keyof typeof tone] ?? 'plain'}
      label={t(`transfers.state.${transfer.state}`)}
    />
  );
}

function useColumns(onLook: (id: string) => void): TableColumnsType<DeskTransfer> {
  const { t } = useTranslation('money');
  return [
    {
      key: 'order',
      title: t('column.code'),
      render: (_, { id, order }) => (
        <div className={css.cell}>
          <button type="button" className="text-button" onClick={() => onLook(id)}>
            {order.code}
          </button>
          <span>{order.description}</span>
        </div>
      ),
    },
    {
      key: 'price',
      title: t('column.price'),
      align: 'right',
      render: (_, { order }) => <Money value={order.money} />,
    },
    { key: 'state', title: t('column.state'), render: (_, row) => <TransferState transfer={row} /> },
    { key: 'proofs', title: t('transfers.proofs'), render: (_, { proofs }) => proofs },
    {
      key: 'expires',
      title: t('transfers.expires_at'),
      render: (_, { expires_at }) => <Time value={expires_at} as="datetime" />,
    },
  ];
}
