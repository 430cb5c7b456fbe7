import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, type TableColumnsType } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskRefundRequest } from '@/api';
import { listRefundRequestsOptions } from '@/api/@tanstack/react-query.gen';
import { DataTable } from '@/shared/DataTable';
import { ListTools } from '@/shared/ListTools';
import { Money } from '@/shared/Money';
import { StateBadge } from '@/shared/StateBadge';
import { compact } from '@/shared/search/address';
import { Time } from '@/shared/Time';
import { MoneyFrame } from './MoneyFrame';
import css from './money.module.css';
import { StateSelect } from './StateSelect';
import { AGE_SORTS, REQUEST_STATES, type RequestsSearch } from './search';

const AnswerDialog = lazy(() => import('./AnswerDialog'));
const route = getRouteApi('/_app/org/orders_/requests');

/** Who asks for money back, why, and what became of it. */
export function RequestsPage() {
  const { t } = useTranslation(['money', 'common']);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [answered, setAnswered] = useState<DeskRefundRequest | null>(null);
  const { page = 1, ...asked } = search;
  const change = (changes: Partial<Record<keyof RequestsSearch, unknown>>) =>
    void navigate({ search: compact({ ...search, page: undefined, ...changes }) as RequestsSearch });
  const list = useQuery({
    ...listRefundRequestsOptions({ query: { ...asked, page } }),
    placeholderData: keepPreviousData,
  });
  return (
    <MoneyFrame title={t('money:requests.title')} subtitle={t('money:requests.subtitle')}>
      <ListTools
        search={{ label: t('money:search'), value: search.q, onSearch: (q) => change({ q }) }}
        sort={{ offered: AGE_SORTS, value: search.sort, onSort: (sort) => change({ sort }) }}
      >
        <StateSelect
          value={search.state}
          options={REQUEST_STATES.map((value) => ({ value, label: t(`money:requests.state.${value}`) }))}
          onChange={(state) => change({ state })}
        />
      </ListTools>
      <DataTable<DeskRefundRequest>
        label={t('money:requests.title')}
        columns={useColumns(setAnswered)}
        rows={list.data?.results}
        rowKey="id"
        total={list.data?.count ?? 0}
        page={page}
        loading={list.isFetching}
        error={list.error}
        onRetry={() => void list.refetch()}
        onChange={(next) => change({ page: next.page > 1 ? next.page : undefined })}
        empty={t(Object.keys(asked).length > 0 ? 'common:list.none' : 'money:requests.none')}
      />
      {answered ? (
        <Suspense>
          <AnswerDialog request={answered} onClose={() => setAnswered(null)} />
        </Suspense>
      ) : null}
    </MoneyFrame>
  );
}

function useColumns(onAnswer: (request: DeskRefundRequest) => void): TableColumnsType<DeskRefundRequest> {
  const { t } = useTranslation('money');
  const tone = { requested: 'attention', done: 'ok' } as const;
  return [
    {
      key: 'order',
      title: t('column.code'),
      width: 260,
      render: (_, { order, reason, answer }) => (
        <div className={css.cell}>
          <strong>{order.code}</strong>
          <span>{order.description}</span>
          <span className={css.quiet}>{reason}</span>
          {answer ? <span className={css.quiet}>{t('requests.answered', { answer })}</span> : null}
        </div>
      ),
    },
    {
      key: 'price',
      title: t('column.price'),
      align: 'right',
      render: (_, { order }) => <Money value={order.money} />,
    },
    {
      key: 'given',
      title: t('requests.given'),
      align: 'right',
      render: (_, { given }) => (given ? <Money value={given} /> : '—'),
    },
    {
      key: 'state',
      title: t('column.state'),
      render: (_, { state }) => (
        <StateBadge tone={tone[state as keyof typeof tone] ?? 'plain'} label={t(`requests.state.${state}`)} />
      ),
    },
    {
      key: 'at',
      title: t('requests.at'),
      render: (_, { created_at }) => <Time value={created_at} as="datetime" />,
    },
    {
      key: 'act',
      title: '',
      render: (_, row) =>
        row.state === 'requested' && row.allowed_actions.includes('refund_order') ? (
          <Button onClick={() => onAnswer(row)}>{t('requests.do')}</Button>
        ) : null,
    },
  ];
}
