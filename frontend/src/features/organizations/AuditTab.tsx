import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listOrganizationAuditOptions } from '@/api/@tanstack/react-query.gen';
import { DataTable } from '@/shared/DataTable';
import { ListTools } from '@/shared/ListTools';
import { Time } from '@/shared/Time';
import { useActs } from '@/shared/useActs';
import css from './organizations.module.css';
import { ACT_GROUPS, type Organization } from './search';

/** Who did what here, newest first. */
export function AuditTab({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const actName = useActs();
  const [page, setPage] = useState(1);
  const [group, setGroup] = useState<(typeof ACT_GROUPS)[number]>();
  const path = { organization_id: organization.id };
  const audit = useQuery({
    ...listOrganizationAuditOptions({
      path,
      query: { page, page_size: 20, ...(group ? { action: `${group}.` } : {}) },
    }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ListTools>
        <Select
          className={css.kind ?? ''}
          allowClear
          aria-label={t('audit.group')}
          placeholder={t('audit.group')}
          value={group ?? null}
          options={ACT_GROUPS.map((value) => ({ value, label: actName(`${value}.group`) }))}
          onChange={(value) => {
            setGroup(value ?? undefined);
            setPage(1);
          }}
        />
      </ListTools>
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
          {
            title: t('audit.at'),
            dataIndex: 'at',
            render: (at: string) => <Time value={at} as="datetime" />,
          },
          { title: t('audit.actor'), dataIndex: 'actor' },
          { title: t('audit.action'), dataIndex: 'action', render: actName },
        ]}
      />
    </>
  );
}
