import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Pagination } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NotificationDelivery } from '@/api';
import { listMyDeliveriesOptions } from '@/api/@tanstack/react-query.gen';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import css from './account.module.css';

const PAGE_SIZE = 20;

/** What was sent to me by which way, and why something was not. */
export function DeliveryLog() {
  const { t } = useTranslation('account');
  const [page, setPage] = useState(1);
  const log = useQuery({
    ...listMyDeliveriesOptions({ query: { page, page_size: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });
  if (log.isPending) return <LoadingState height={240} />;
  if (log.isError) return <ErrorState error={log.error} onRetry={() => void log.refetch()} />;
  return (
    <section>
      <h2>{t('delivery.title')}</h2>
      {log.data.count === 0 ? <EmptyState heading="h3" title={t('delivery.none')} /> : null}
      <ul className={css.rows} aria-label={t('delivery.title')} aria-busy={log.isPlaceholderData}>
        {log.data.results.map((one) => (
          <Line key={one.id} delivery={one} />
        ))}
      </ul>
      <Pagination
        align="center"
        current={page}
        pageSize={PAGE_SIZE}
        total={log.data.count}
        showSizeChanger={false}
        showLessItems
        hideOnSinglePage
        onChange={setPage}
      />
    </section>
  );
}

function Line({ delivery }: { delivery: NotificationDelivery }) {
  const { t } = useTranslation('account');
  const { group_title, channel, state, reason, created_at } = delivery;
  const why = reason ? t('delivery.because', { reason: t(`delivery.reason.${reason}`) }) : '';
  return (
    <li>
      <span>
        {group_title} · {t(`notices.channel.${channel}`)} · <Time value={created_at} as="datetime" />
      </span>
      <span>
        {t(`delivery.state.${state}`)}
        {why}
      </span>
    </li>
  );
}
