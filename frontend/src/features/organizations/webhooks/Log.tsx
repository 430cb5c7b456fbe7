import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WebhookDelivery } from '@/api';
import {
  webhooksDeliveriesAgainMutation,
  webhooksDeliveriesListOptions,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { DataTable } from '@/shared/DataTable';
import { StateBadge } from '@/shared/StateBadge';
import { Time } from '@/shared/Time';
import css from '../organizations.module.css';
import { useAttemptWords, useKindNames } from './words';

interface LogProps {
  path: { organization_id: string; endpoint_id: string };
  isActive: boolean;
}

const EVERY = 3000;
const TONES = { waiting: 'plain', delivered: 'ok', failed: 'attention', stopped: 'plain' } as const;

/** What was sent to an address and how it went, the newest first. */
export function Log({ path, isActive }: LogProps) {
  const { t } = useTranslation('webhooks');
  const nameOf = useKindNames();
  const [page, setPage] = useState(1);
  const log = useQuery({
    ...webhooksDeliveriesListOptions({ path, query: { page } }),
    placeholderData: keepPreviousData,
    // A try takes a moment; its outcome appears by itself.
    refetchInterval: ({ state }) =>
      state.data?.results.some((one) => one.state === 'waiting') ? EVERY : false,
  });
  return (
    <DataTable<WebhookDelivery>
      label={t('log.title')}
      rows={log.data?.results}
      rowKey="id"
      total={log.data?.count ?? 0}
      page={page}
      loading={log.isPending}
      error={log.error}
      onRetry={() => void log.refetch()}
      onChange={(next) => setPage(next.page)}
      empty={t('log.none')}
      columns={[
        { title: t('log.at'), key: 'at', render: (_, row) => <Time value={row.created_at} as="datetime" /> },
        { title: t('log.kind'), key: 'kind', render: (_, row) => nameOf(row.kind) },
        {
          title: t('log.state'),
          key: 'state',
          render: (_, { state }) => <StateBadge tone={TONES[state]} label={t(`delivery.${state}`)} />,
        },
        { title: t('log.attempts'), key: 'attempts', render: (_, row) => <Tries row={row} /> },
        {
          title: '',
          key: 'again',
          render: (_, row) =>
            isActive ? <Again path={{ organization_id: path.organization_id, delivery_id: row.id }} /> : null,
        },
      ]}
    />
  );
}

/** Each try, and what was sent, to look at when something is wrong. */
function Tries({ row }: { row: WebhookDelivery }) {
  const { t } = useTranslation('webhooks');
  const words = useAttemptWords();
  return (
    <details>
      <summary>{row.attempts[0] ? words(row.attempts[0]) : t('log.not_yet')}</summary>
      <ul className={css.rows}>
        {row.attempts.map((one) => (
          <li key={one.at}>
            <Time value={one.at} as="datetime" /> {words(one)}
          </li>
        ))}
      </ul>
      <p className={css.link}>{row.message_id}</p>
      <pre className={css.body}>{row.body}</pre>
    </details>
  );
}

function Again({ path }: { path: { organization_id: string; delivery_id: string } }) {
  const { t } = useTranslation('webhooks');
  const again = useMutation({ ...webhooksDeliveriesAgainMutation(), ...useTold()(t('log.again_sent')) });
  return (
    <Button loading={again.isPending} onClick={() => again.mutate({ path })}>
      {t('log.again')}
    </Button>
  );
}
