import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportSummaryOutput } from '@/api';
import { listImportsOptions } from '@/api/@tanstack/react-query.gen';
import { DataTable } from '@/shared/DataTable';
import { formatCount } from '@/shared/format';
import { Time } from '@/shared/Time';
import { useImportCodes } from './useImportCodes';

const route = getRouteApi('/_app/operator/imports/');

/** What became of the earlier files. The table is heavy, so it comes after the form. */
export default function ImportsTable() {
  const { t } = useTranslation('imports');
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery({ ...listImportsOptions({ query: { page } }), placeholderData: keepPreviousData });
  return (
    <DataTable<ImportSummaryOutput>
      label={t('earlier')}
      columns={useColumns()}
      rows={list.data?.results}
      rowKey="id"
      total={list.data?.count ?? 0}
      page={page}
      loading={list.isFetching}
      error={list.error}
      onRetry={() => void list.refetch()}
      onChange={(next) => void navigate({ search: next.page > 1 ? { page: next.page } : {} })}
      empty={t('none')}
    />
  );
}

function useColumns(): TableColumnsType<ImportSummaryOutput> {
  const { t, i18n } = useTranslation('imports');
  const code = useImportCodes();
  const count = (value: number | undefined) => (value === undefined ? '' : formatCount(value, i18n.language));
  return [
    {
      title: t('column.file'),
      key: 'file',
      width: 240,
      render: (_, { id, file_name }) => (
        <Link to="/operator/imports/$id" params={{ id }}>
          {file_name || t('file_gone')}
        </Link>
      ),
    },
    {
      title: t('column.subject'),
      key: 'subject',
      width: 100,
      render: (_, { subject }) => code('subject', subject),
    },
    { title: t('column.source'), key: 'source', width: 120, render: (_, { source }) => source },
    { title: t('column.state'), key: 'state', width: 110, render: (_, { state }) => code('state', state) },
    {
      title: t('total.rows'),
      key: 'rows',
      align: 'right',
      width: 100,
      render: (_, { totals }) => count(totals?.rows),
    },
    {
      title: t('total.problems'),
      key: 'problems',
      align: 'right',
      width: 110,
      render: (_, { totals }) => count(totals?.problems),
    },
    {
      title: t('column.created'),
      key: 'created',
      width: 120,
      render: (_, { created_at }) => <Time value={created_at} />,
    },
  ];
}
