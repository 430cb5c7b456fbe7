import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert, Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { listThesesOptions } from '@/api/@tanstack/react-query.gen';
import { useMember } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { ThesisCard } from './ThesisCard';
import { ThesisEditor } from './ThesisEditor';
import css from './thesis.module.css';

const route = getRouteApi('/_app/investor/profile');

/** The investment theses of one of my firms, and the editor of one of them. */
export function ThesesPage() {
  const { t } = useTranslation('thesis');
  const me = useMember();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const firms = me.organizations.filter(({ kind }) => kind === 'investment_firm');
  const firm = firms.find(({ id }) => id === search.firm) ?? firms[0];
  const theses = useQuery({
    ...listThesesOptions({ query: { firm: firm?.id ?? '', page_size: 100 } }),
    enabled: firm !== undefined,
  });
  if (!firm)
    return (
      <div className="wrap">
        <PageHeader title={t('title')} />
        <EmptyState
          title={t('no_firm.title')}
          text={t('no_firm.text')}
          action={<AppLink href="/organizations/new">{t('no_firm.action')}</AppLink>}
        />
      </div>
    );

  const go = (edit?: string) => void navigate({ search: { firm: firm.id, ...(edit ? { edit } : {}) } });
  const rows = theses.data?.results;
  const edited = rows?.find(({ id }) => id === search.edit);
  const canWrite = firm.role !== 'reader';
  if (search.edit && (search.edit === 'new' || edited))
    return (
      <ThesisEditor
        key={search.edit}
        firm={firm}
        {...(edited ? { thesis: edited } : {})}
        onLeave={() => go()}
      />
    );
  return (
    <div className="wrap">
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          canWrite ? (
            <Button type="primary" onClick={() => go('new')}>
              {t('new')}
            </Button>
          ) : null
        }
      />
      {firms.length > 1 ? (
        <Select
          aria-label={t('firm')}
          className={css.firms ?? ''}
          value={firm.id}
          options={firms.map(({ id, display_name }) => ({ value: id, label: display_name }))}
          onChange={(id) => void navigate({ search: { firm: id } })}
        />
      ) : null}
      {firm.verification_state === 'verified' ? null : (
        <Alert
          type="warning"
          showIcon
          className={css.notice ?? ''}
          title={t('unverified.title')}
          description={
            <AppLink href={`/organizations/${firm.id}?tab=verification`}>{t('unverified.action')}</AppLink>
          }
        />
      )}
      {theses.isPending ? <LoadingState height={320} /> : null}
      {theses.isError ? <ErrorState error={theses.error} onRetry={() => void theses.refetch()} /> : null}
      {rows?.length === 0 ? <EmptyState title={t('empty.title')} text={t('empty.text')} /> : null}
      <ul className={css.list}>
        {rows?.map((thesis) => (
          <li key={thesis.id}>
            <ThesisCard thesis={thesis} onEdit={() => go(thesis.id)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
