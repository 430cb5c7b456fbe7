import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Pagination, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ExportOrganizationsData } from '@/api';
import { listOrganizationsOptions } from '@/api/@tanstack/react-query.gen';
import { client } from '@/api/client.gen';
import { useViewer } from '@/app/viewer';
import { ListTools } from '@/shared/ListTools';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Mine } from './Mine';
import { OrganizationRows } from './OrganizationRows';
import css from './organizations.module.css';
import { KINDS, type OrganizationsSearch, organizationsQuery, SORTS } from './search';

const route = getRouteApi('/_app/organizations/');
const PAGE_SIZE = 20;

/** The list's own address, and a way to change it; whatever changes, one begins at the first page. */
function useAddress() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: Partial<OrganizationsSearch>) =>
    void navigate({ search: compact({ ...search, page: undefined, ...changes }), replace: true });
  return { search, change };
}

/** Everybody on the street, mine first. */
export function OrganizationsPage() {
  const { t } = useTranslation('organizations');
  const navigate = route.useNavigate();
  const me = useViewer();
  const create = (
    <Button type="primary" onClick={() => void navigate({ href: '/organizations/new' })}>
      {t('new.title')}
    </Button>
  );
  return (
    <div className="wrap">
      <PageHeader title={t('title')} subtitle={t('subtitle')} actions={me ? create : null} />
      {me ? <Mine me={me} /> : null}
      <Tools />
      <Found />
    </div>
  );
}

function Tools() {
  const { t } = useTranslation('organizations');
  const { search, change } = useAddress();
  const file = client.buildUrl<ExportOrganizationsData>({
    url: '/api/v1/organizations/export/',
    query: organizationsQuery(search),
  });
  return (
    <ListTools
      search={{ label: t('search'), value: search.q, onSearch: (q) => change({ q }) }}
      sort={{ offered: SORTS, value: search.sort, onSort: (sort) => change({ sort }) }}
      exportHref={file}
    >
      <Select
        className={css.kind ?? ''}
        allowClear
        aria-label={t('kind_label')}
        placeholder={t('kind_label')}
        value={search.kind ?? null}
        options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={(kind) => change({ kind: kind ?? undefined })}
      />
    </ListTools>
  );
}

function Found() {
  const { t } = useTranslation('organizations');
  const { search, change } = useAddress();
  const { page = 1 } = search;
  const list = useQuery({
    ...listOrganizationsOptions({ query: { ...organizationsQuery(search), page, page_size: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });
  if (list.isPending) return <LoadingState height="60vh" />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data.count === 0) return <EmptyState title={t('none')} />;
  return (
    <>
      <OrganizationRows organizations={list.data.results} />
      <Pagination
        className={css.pages ?? ''}
        current={page}
        pageSize={PAGE_SIZE}
        total={list.data.count}
        showSizeChanger={false}
        showLessItems
        hideOnSinglePage
        onChange={(next) => change({ page: next })}
      />
    </>
  );
}
