import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exportMeMutation, listMyAuditOptions } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { DataTable } from '@/shared/DataTable';
import { Time } from '@/shared/Time';
import { useActs } from '@/shared/useActs';
import css from './account.module.css';

/** Hands the browser a file made of what was just read. */
function save(data: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'xiangmihu-my-data.json';
  link.click();
  URL.revokeObjectURL(url);
}

/** All the platform holds about me, and what was done in my name. */
export function PrivacyTab() {
  const { t } = useTranslation('account');
  const actName = useActs();
  const [page, setPage] = useState(1);
  const { onError } = useTold()('');
  const mine = useMutation({ ...exportMeMutation(), onSuccess: save, onError });
  const audit = useQuery({
    ...listMyAuditOptions({ query: { page, page_size: 20 } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <section className={css.panel}>
        <h2>{t('export.title')}</h2>
        <p className={css.note}>{t('export.text')}</p>
        <Button loading={mine.isPending} onClick={() => mine.mutate({})}>
          {t('export.do')}
        </Button>
      </section>
      <DataTable
        label={t('audit.title')}
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
