import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Select, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportSummaryOutput } from '@/api';
import { listImportsOptions } from '@/api/@tanstack/react-query.gen';
import { DataTable } from '@/shared/DataTable';
import { formatCount } from '@/shared/format';
import { ListTools } from '@/shared/ListTools';
import { compact } from '@/shared/search/address';
import { Time } from '@/shared/Time';
import css from './imports.module.css';
import { type ImportsSearch, STATES } from './search';
import { useImportCodes } from './useImportCodes';

const route = getRouteApi('/_app/operator/imports/');

/** What became of the earlier files. The table is heavy, so it comes after the form. */
export default function ImportsTable() {
  const { t } = useTranslation(['imports', 'common']);
  const search = route.useSearch();
  const { page = 1, q, state } = search;
  const navigate = route.useNavigate();
  const change = (changes: Partial<Record<keyof ImportsSearch, unknown>>) =>
    void navigate({ search: compact({ ...search, page: undefined, ...changes }) as ImportsSearch });
  const code = useImportCodes();
  const list = useQuery({
    ...listImportsOptions({ query: { ...search, page } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ListTools search={{ label: t('search'), value: q, onSearch: (words) => change({ q: words }) }}>
        <Select
          className={css.state ?? ''}
          allowClear
          aria-label={t('column.state')}
          placeholder={t('column.state')}
          value={state ?? null}
          options={STATES.map((value) => ({ value, label: code('state', value) }))}
          onChange={(value) => change({ state: value ?? undefined })}
        />
      </ListTools>
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
        onChange={(next) => change({ page: next.page > 1 ? next.page : undefined })}
        empty={q || state ? t('common:list.none') : t('none')}
      />
    </>
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
