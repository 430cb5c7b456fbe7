import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Input, Pagination, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { listOrganizationsOptions } from '@/api/@tanstack/react-query.gen';
import { useViewer } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import cards from '@/shared/cards/cards.module.css';
import { OrganizationBadges } from '@/shared/cards/OrganizationBadges';
import { OrganizationMark } from '@/shared/cards/OrganizationMark';
import { organizationName } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Mine } from './Mine';
import css from './organizations.module.css';
import { KINDS, type OrganizationsSearch } from './search';

const route = getRouteApi('/_app/organizations/');
const PAGE_SIZE = 20;

/** Everybody on the street, mine first. */
export function OrganizationsPage() {
  const { t, i18n } = useTranslation('organizations');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const me = useViewer();
  const { kind, ...rest } = search;
  const list = useQuery({
    ...listOrganizationsOptions({
      query: { ...rest, ...(kind ? { kind: [kind] } : {}), page_size: PAGE_SIZE },
    }),
    placeholderData: keepPreviousData,
  });
  const change = (changes: Partial<OrganizationsSearch>) =>
    void navigate({ search: compact({ ...search, page: undefined, ...changes }), replace: true });
  return (
    <div className="wrap">
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          me ? (
            <Button type="primary" onClick={() => void navigate({ href: '/organizations/new' })}>
              {t('new.title')}
            </Button>
          ) : null
        }
      />
      {me ? <Mine me={me} /> : null}
      <div className={css.tools}>
        <Input.Search
          key={search.q ?? ''}
          defaultValue={search.q ?? ''}
          allowClear
          aria-label={t('search')}
          placeholder={t('search')}
          onSearch={(q) => change({ q })}
        />
        <Select
          allowClear
          aria-label={t('kind_label')}
          placeholder={t('kind_label')}
          value={kind ?? null}
          options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onChange={(value) => change({ kind: value ?? undefined })}
        />
      </div>
      {list.isPending ? <LoadingState height="60vh" /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data?.count === 0 ? <EmptyState title={t('none')} /> : null}
      <ul className={cards.list}>
        {list.data?.results.map((one) => (
          <li key={one.id} className={css.row}>
            <OrganizationMark name={one.display_name} logoUrl={one.logo_url} />
            <div>
              <h2>
                <AppLink href={`/organizations/${one.id}`}>{organizationName(one, i18n.language)}</AppLink>
              </h2>
              <p>{[t(`kind.${one.kind}`), one.city, one.one_liner].filter(Boolean).join(' · ')}</p>
              <p className={cards.badges}>
                <OrganizationBadges organization={one} />
              </p>
            </div>
          </li>
        ))}
      </ul>
      <Pagination
        className={css.pages ?? ''}
        current={search.page ?? 1}
        pageSize={PAGE_SIZE}
        total={list.data?.count ?? 0}
        showSizeChanger={false}
        showLessItems
        hideOnSinglePage
        onChange={(page) => change({ page })}
      />
    </div>
  );
}
