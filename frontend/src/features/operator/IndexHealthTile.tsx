import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { IndexHealth } from '@/api';
import {
  getIndexHealthOptions,
  getIndexHealthQueryKey,
  retryIndexMutation,
} from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';
import { Facts, fact } from '@/shared/Facts';
import { formatCount, formatDateTime } from '@/shared/format';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import css from './operator.module.css';

const EVERY = 20_000;

/** How far the index is behind the database, and what the engine refused. */
export function IndexHealthTile() {
  const { t } = useTranslation('operator');
  const health = useQuery({ ...getIndexHealthOptions(), refetchInterval: EVERY });
  return (
    <aside className={css.panel} aria-labelledby="index-health">
      <h2 id="index-health">{t('index.title')}</h2>
      {health.isPending ? <LoadingState height={180} /> : null}
      {health.isError ? <ErrorState error={health.error} onRetry={() => void health.refetch()} /> : null}
      {health.data ? <Figures health={health.data} /> : null}
    </aside>
  );
}

function Figures({ health }: { health: IndexHealth }) {
  const { t, i18n } = useTranslation('operator');
  const count = (value: number) => formatCount(value, i18n.language);
  const seconds = Math.round(health.lag_seconds);
  const lag =
    seconds < 120
      ? t('index.lag_seconds', { count: seconds })
      : t('index.lag_minutes', { count: Math.round(seconds / 60) });
  return (
    <>
      <p className={health.is_engine_up ? css.ok : css.overdue}>
        {health.is_engine_up
          ? t('index.up', { engine: health.engine, version: health.version })
          : t('index.down')}
      </p>
      {health.alarm_since ? (
        <p className={css.overdue} role="alert">
          {t('index.stands_still', { since: formatDateTime(health.alarm_since, i18n.language) })}
        </p>
      ) : null}
      <Facts
        facts={[
          fact(t('index.documents'), health.is_engine_up ? count(health.documents) : t('index.unknown')),
          fact(t('index.dirty'), count(health.dirty)),
          fact(t('index.lag'), health.dirty > 0 ? lag : t('index.none')),
          fact(t('index.dead'), count(health.dead_letters)),
        ]}
      />
      <DeadLetters health={health} />
    </>
  );
}

function DeadLetters({ health }: { health: IndexHealth }) {
  const { t } = useTranslation('operator');
  const { message, modal } = App.useApp();
  const queryClient = useQueryClient();
  const retry = useMutation({
    ...retryIndexMutation(),
    onSuccess: ({ retried }) => {
      message.success(t('index.retried', { count: retried }));
      void queryClient.invalidateQueries({ queryKey: getIndexHealthQueryKey() });
    },
    onError: (error) => message.error(toApiError(error).detail || t('index.retry_failed')),
  });
  if (health.dead_letters === 0) return <p className={css.quiet}>{t('index.no_dead')}</p>;
  const ask = () =>
    modal.confirm({
      title: t('index.retry_title'),
      content: t('index.retry_text'),
      okText: t('index.retry'),
      onOk: () => retry.mutateAsync({}).catch(() => undefined),
    });
  return (
    <>
      <details className={css.letters}>
        <summary>{t('index.letters', { count: health.letters.length })}</summary>
        <ul>
          {health.letters.map((letter) => (
            <li key={`${letter.kind} ${letter.object_id}`}>
              <code>{letter.reason}</code>
              <span className={css.quiet}>
                {letter.kind} · {letter.object_id} · <Time value={letter.failed_at} />
              </span>
            </li>
          ))}
        </ul>
      </details>
      {health.allowed_actions.includes('retry_index') ? (
        <Button onClick={ask} loading={retry.isPending}>
          {t('index.retry')}
        </Button>
      ) : null}
    </>
  );
}
