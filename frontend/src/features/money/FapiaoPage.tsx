import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Checkbox } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskFapiao, ExportFapiaoData } from '@/api';
import { listFapiaoOptions } from '@/api/@tanstack/react-query.gen';
import { client } from '@/api/client.gen';
import { DataTable } from '@/shared/DataTable';
import { ListTools } from '@/shared/ListTools';
import { compact } from '@/shared/search/address';
import { useFapiaoColumns } from './fapiaoColumns';
import { MoneyFrame } from './MoneyFrame';
import { StateSelect } from './StateSelect';
import { AGE_SORTS, FAPIAO_STATES, type FapiaoSearch } from './search';

const PaperDialog = lazy(() => import('./PaperDialog'));
const route = getRouteApi('/_app/org/orders_/fapiao');

/** Fapiao that were asked for, issued, sent, and have to be taken back. */
export function FapiaoPage() {
  const { t } = useTranslation(['money', 'common']);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [handled, setHandled] = useState<DeskFapiao | null>(null);
  const { page = 1, ...asked } = search;
  const change = (changes: Partial<Record<keyof FapiaoSearch, unknown>>) =>
    void navigate({ search: compact({ ...search, page: undefined, ...changes }) as FapiaoSearch });
  const list = useQuery({
    ...listFapiaoOptions({ query: { ...asked, page } }),
    placeholderData: keepPreviousData,
  });
  const { sort: _, ...filters } = asked;
  const file = client.buildUrl<ExportFapiaoData>({ url: '/api/v1/fapiao/export/', query: filters });
  return (
    <MoneyFrame title={t('money:fapiao.title')} subtitle={t('money:fapiao.subtitle')}>
      <ListTools
        search={{ label: t('money:fapiao.search'), value: search.q, onSearch: (q) => change({ q }) }}
        sort={{ offered: AGE_SORTS, value: search.sort, onSort: (sort) => change({ sort }) }}
        exportHref={file}
      >
        <StateSelect
          value={search.state}
          options={FAPIAO_STATES.map((value) => ({ value, label: t(`money:fapiao.state.${value}`) }))}
          onChange={(state) => change({ state })}
        />
        <Checkbox
          checked={search.red_due ?? false}
          onChange={({ target }) => change({ red_due: target.checked || undefined })}
        >
          {t('money:fapiao.only_due')}
        </Checkbox>
      </ListTools>
      <DataTable<DeskFapiao>
        label={t('money:fapiao.title')}
        columns={useFapiaoColumns(setHandled)}
        rows={list.data?.results}
        rowKey="id"
        total={list.data?.count ?? 0}
        page={page}
        loading={list.isFetching}
        error={list.error}
        onRetry={() => void list.refetch()}
        onChange={(next) => change({ page: next.page > 1 ? next.page : undefined })}
        empty={t(Object.keys(asked).length > 0 ? 'common:list.none' : 'money:fapiao.none')}
      />
      {handled ? (
        <Suspense>
          <PaperDialog fapiao={handled} onClose={() => setHandled(null)} />
        </Suspense>
      ) : null}
    </MoneyFrame>
  );
}
