import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listOrganizationAuditOptions } from '@/api/@tanstack/react-query.gen';
import { DataTable } from '@/shared/DataTable';
import { Time } from '@/shared/Time';
import { useActs } from '@/shared/useActs';
import type { Organization } from './search';

/** Who did what here, newest first. */
export function AuditTab({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const actName = useActs();
  const [page, setPage] = useState(1);
  const path = { organization_id: organization.id };
  const audit = useQuery({
    ...listOrganizationAuditOptions({ path, query: { page, page_size: 20 } }),
    placeholderData: keepPreviousData,
  });
  return (
    <DataTable
      label={t('tab.audit')}
      rows={audit.data?.results}
      rowKey="id"
      total={audit.data?.count ?? 0}
      page={page}
      loading={audit.isPending}
      error={audit.error}
      onRetry={() => void audit.refetch()}
      onChange={(next) => setPage(next.page)}
      columns={[
        { title: t('audit.at'), dataIndex: 'at', render: (at: string) => <Time value={at} as="datetime" /> },
        { title: t('audit.actor'), dataIndex: 'actor' },
        { title: t('audit.action'), dataIndex: 'action', render: actName },
      ]}
    />
  );
}
