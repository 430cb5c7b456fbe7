import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NotificationDelivery } from '@/api';
import { listMyDeliveriesOptions } from '@/api/@tanstack/react-query.gen';
import { DataTable } from '@/shared/DataTable';
import { Time } from '@/shared/Time';

/** What was sent to me by which way, and why something was not. */
export function DeliveryLog() {
  const { t } = useTranslation('account');
  const [page, setPage] = useState(1);
  const log = useQuery({
    ...listMyDeliveriesOptions({ query: { page, page_size: 20 } }),
    placeholderData: keepPreviousData,
  });
  return (
    <section>
      <h2>{t('delivery.title')}</h2>
      <DataTable
        label={t('delivery.title')}
        rows={log.data?.results}
        rowKey="id"
        total={log.data?.count ?? 0}
        page={page}
        loading={log.isPending}
        error={log.error}
        onRetry={() => void log.refetch()}
        onChange={(next) => setPage(next.page)}
        columns={[
          {
            title: t('delivery.at'),
            dataIndex: 'created_at',
            render: (at: string) => <Time value={at} as="datetime" />,
          },
          { title: t('notices.group'), dataIndex: 'group_title' },
          {
            title: t('delivery.channel'),
            dataIndex: 'channel',
            render: (channel: NotificationDelivery['channel']) => t(`notices.channel.${channel}`),
          },
          {
            title: t('delivery.what'),
            dataIndex: 'state',
            render: (state: NotificationDelivery['state'], { reason }: NotificationDelivery) =>
              reason
                ? `${t(`delivery.state.${state}`)}${t('delivery.because', { reason: t(`delivery.reason.${reason}`) })}`
                : t(`delivery.state.${state}`),
          },
        ]}
      />
    </section>
  );
}
