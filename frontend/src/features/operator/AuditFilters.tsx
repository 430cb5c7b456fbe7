import { Select } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportAuditData } from '@/api';
import { client } from '@/api/client.gen';
import { ListTools } from '@/shared/ListTools';
import { useActs } from '@/shared/useActs';
import css from './operator.module.css';
import { ACT_GROUPS, type AuditSearch, auditQuery } from './search';

// Not everybody narrows the trail to somebody.
const AuditTags = lazy(() => import('./AuditTags'));
// The calendar is heavy, so it comes after the table.
const DaySpan = lazy(() => import('@/shared/DaySpan'));

export interface AuditFiltersProps {
  search: AuditSearch;
  set: (next: Partial<AuditSearch>) => void;
  /** The name of the person asked for, once it is known. */
  actor: string | undefined;
}

/** What the trail is asked, and what it answers as a file. */
export function AuditFilters({ search, set, actor }: AuditFiltersProps) {
  const { t } = useTranslation('operator');
  const actName = useActs();
  const { page: _page, ...asked } = search;
  const file = client.buildUrl<ExportAuditData>({
    url: '/api/v1/console/audit/export/',
    query: auditQuery(asked),
  });
  return (
    <ListTools exportHref={file}>
      <Select
        className={css.group}
        aria-label={t('audit.group')}
        placeholder={t('audit.group')}
        allowClear
        value={search.group}
        onChange={(group: AuditSearch['group']) => set({ group } as Partial<AuditSearch>)}
        options={ACT_GROUPS.map((one) => ({ value: one, label: actName(`${one}.group`) }))}
      />
      <span className={css.days}>
        <Suspense>
          <DaySpan
            label={t('audit.days')}
            ends={[t('audit.since'), t('audit.until')]}
            since={search.since}
            until={search.until}
            onChange={(since, until) => set({ since, until } as Partial<AuditSearch>)}
          />
        </Suspense>
      </span>
      {search.actor || search.subject ? (
        <Suspense>
          <AuditTags search={search} set={set} actor={actor} />
        </Suspense>
      ) : null}
    </ListTools>
  );
}
