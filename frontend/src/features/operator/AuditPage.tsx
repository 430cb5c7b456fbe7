import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { TableColumnsType } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/api';
import { listAuditOptions } from '@/api/@tanstack/react-query.gen';
import { DataTable } from '@/shared/DataTable';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import { useActs } from '@/shared/useActs';
import { useMediaQuery } from '@/shared/useMediaQuery';
import css from './operator.module.css';
import { type AuditSearch, auditQuery } from './search';
import { dataLines, shortId } from './trail';

// Fields for days and names weigh as much as the table.
const AuditFilters = lazy(() => import('./AuditFilters').then((found) => ({ default: found.AuditFilters })));
const route = getRouteApi('/_app/operator/audit');
const PAGE_SIZE = 50;

/** Every act on the street, newest first; who, what, about what and when narrow it. */
export function AuditPage() {
  const { t } = useTranslation('operator');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = (next: Partial<AuditSearch>) =>
    void navigate({ search: ({ page: _page, ...rest }) => compact({ ...rest, ...next }) as AuditSearch });
  const wide = useColumns(set);
  const narrow = useNarrowColumns(set);
  const columns = useMediaQuery('(max-width: 767px)') ? narrow : wide;
  const list = useQuery({
    ...listAuditOptions({ query: { ...auditQuery(search), page_size: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });
  const actor = list.data?.results.find(({ actor_id }) => actor_id === search.actor)?.actor;
  return (
    <>
      <PageHeader title={t('audit.title')} subtitle={t('audit.subtitle')} />
      <Suspense fallback={<LoadingState height={96} />}>
        <AuditFilters search={search} set={set} actor={actor} />
      </Suspense>
      <DataTable<AuditEntry>
        label={t('audit.title')}
        columns={columns}
        rows={list.data?.results}
        rowKey="id"
        total={list.data?.count ?? 0}
        page={search.page ?? 1}
        pageSize={PAGE_SIZE}
        loading={list.isFetching}
        error={list.error}
        onRetry={() => void list.refetch()}
        onChange={({ page }) =>
          void navigate({
            search: (before) => compact({ ...before, page: page > 1 ? page : undefined }) as AuditSearch,
          })
        }
      />
    </>
  );
}

function useColumns(set: (next: Partial<AuditSearch>) => void): TableColumnsType<AuditEntry> {
  const { t } = useTranslation('operator');
  const actName = useActs();
  return [
    {
      title: t('audit.at'),
      key: 'at',
      width: 190,
      render: (_, { at }) => <Time value={at} as="datetime" />,
    },
    {
      title: t('audit.actor'),
      key: 'actor',
      width: 160,
      render: (_, entry) => <Actor entry={entry} set={set} />,
    },
    {
      title: t('audit.action'),
      key: 'action',
      width: 220,
      render: (_, { action }) => (
        <span className={css.act}>
          {actName(action)}
          <code>{action}</code>
        </span>
      ),
    },
    {
      title: t('audit.subject'),
      key: 'subject',
      width: 200,
      render: (_, { subject_id, subject_kind }) =>
        subject_id ? (
          <span className={css.act}>
            <button type="button" className="text-button" onClick={() => set({ subject: subject_id })}>
              {shortId(subject_id)}
            </button>
            <code>{subject_kind}</code>
          </span>
        ) : null,
    },
    {
      title: t('audit.data'),
      key: 'data',
      render: (_, { data }) => (
        <ul className={css.data}>
          {dataLines(data).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ),
    },
  ];
}

interface ActorProps {
  entry: AuditEntry;
  set: (next: Partial<AuditSearch>) => void;
}

/** Who acted; pressing shows all they did. */
function Actor({ entry: { actor, actor_id }, set }: ActorProps) {
  const { t } = useTranslation('operator');
  if (!actor_id) return actor || t('audit.system');
  return (
    <button type="button" className="text-button" onClick={() => set({ actor: actor_id })}>
      {actor || shortId(actor_id)}
    </button>
  );
}

/** On a phone an act is one cell: what, who and when, about what. */
function useNarrowColumns(set: (next: Partial<AuditSearch>) => void): TableColumnsType<AuditEntry> {
  const { t } = useTranslation('operator');
  const actName = useActs();
  return [
    {
      title: t('audit.action'),
      key: 'action',
      render: (_, entry) => (
        <div className={`${css.act} ${css.narrow}`}>
          <strong>{actName(entry.action)}</strong>
          <span className={css.quiet}>
            <Actor entry={entry} set={set} /> · <Time value={entry.at} as="datetime" />
          </span>
          {entry.subject_id ? (
            <button type="button" className="text-button" onClick={() => set({ subject: entry.subject_id })}>
              {t('audit.about', { id: shortId(entry.subject_id) })}
            </button>
          ) : null}
          <span className={css.data}>{dataLines(entry.data).join(' · ')}</span>
        </div>
      ),
    },
  ];
}
