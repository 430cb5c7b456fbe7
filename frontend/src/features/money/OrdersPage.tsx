import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Checkbox, Select } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportOrdersData } from '@/api';
import { getOrderTotalsOptions, listOrdersOptions } from '@/api/@tanstack/react-query.gen';
import { client } from '@/api/client.gen';
import { ListTools } from '@/shared/ListTools';
import { compact } from '@/shared/search/address';
import { MoneyFrame } from './MoneyFrame';
import css from './money.module.css';
import { OrdersTable } from './OrdersTable';
import { filtersOf, type OrdersSearch, SORTS, STATES } from './search';
import { Totals } from './Totals';

// Drawer and forms are heavy, so they come when an order is looked at.
const OrderDrawer = lazy(() => import('./OrderDrawer'));
const route = getRouteApi('/_app/org/orders');

/** What was bought from the viewer's organizations, what was paid, and what went back. */
export function OrdersPage() {
  const { t } = useTranslation('money');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const asked = filtersOf(search);
  const change = (changes: Partial<Record<keyof OrdersSearch, unknown>>) =>
    void navigate({ search: compact({ ...search, page: undefined, ...changes }) as OrdersSearch });
  const list = useQuery({
    ...listOrdersOptions({
      query: { ...asked, ...compact({ sort: search.sort }), page: search.page ?? 1 },
    }),
    placeholderData: keepPreviousData,
  });
  const totals = useQuery({ ...getOrderTotalsOptions({ query: asked }), placeholderData: keepPreviousData });
  const looked = list.data?.results.find(({ id }) => id === search.order);
  return (
    <MoneyFrame title={t('title')} subtitle={t('subtitle')}>
      <Totals rows={totals.data} />
      <Filters search={search} change={change} />
      <OrdersTable
        list={list}
        page={search.page ?? 1}
        isNarrowed={Object.keys(asked).length > 0}
        onPage={(page) => change({ page: page > 1 ? page : undefined })}
        onLook={(order) => change({ order, page: search.page })}
      />
      {looked ? (
        <Suspense>
          <OrderDrawer order={looked} onClose={() => change({ order: undefined, page: search.page })} />
        </Suspense>
      ) : null}
    </MoneyFrame>
  );
}

interface FiltersProps {
  search: OrdersSearch;
  change: (changes: Partial<Record<keyof OrdersSearch, unknown>>) => void;
}

function Filters({ search, change }: FiltersProps) {
  const { t } = useTranslation('money');
  const file = client.buildUrl<ExportOrdersData>({ url: '/api/v1/orders/export/', query: filtersOf(search) });
  return (
    <ListTools
      search={{ label: t('search'), value: search.q, onSearch: (q) => change({ q }) }}
      sort={{ offered: SORTS, value: search.sort, onSort: (sort) => change({ sort }) }}
      exportHref={file}
    >
      <Select
        className={css.state ?? ''}
        allowClear
        aria-label={t('column.state')}
        placeholder={t('column.state')}
        value={search.state ?? null}
        options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
        onChange={(state) => change({ state: state ?? undefined })}
      />
      <Checkbox
        checked={search.refund_failed ?? false}
        onChange={({ target }) => change({ refund_failed: target.checked || undefined })}
      >
        {t('only_failed')}
      </Checkbox>
    </ListTools>
  );
}
