import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert, Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { listThesesOptions } from '@/api/@tanstack/react-query.gen';
import { useMember } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { ListTools } from '@/shared/ListTools';
import { MainAction } from '@/shared/MainAction';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { ThesisCard } from './ThesisCard';
import { ThesisEditor } from './ThesisEditor';
import css from './thesis.module.css';
import { SORTS, type Thesis, type ThesisSearch } from './values';

const route = getRouteApi('/_app/investor/profile');

/** The investment theses of one of my firms, and the editor of one of them. */
export function ThesesPage() {
  const { t } = useTranslation('thesis');
  const { firm: asked } = route.useSearch();
  const firms = useMember().organizations.filter(({ kind }) => kind === 'investment_firm');
  const firm = firms.find(({ id }) => id === asked) ?? firms[0];
  if (firm) return <FirmTheses firm={firm} firms={firms} />;
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
}

type Firm = ReturnType<typeof useMember>['organizations'][number];

function FirmTheses({ firm, firms }: { firm: Firm; firms: Firm[] }) {
  const { t } = useTranslation('thesis');
  const { edit, q, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const theses = useQuery({
    ...listThesesOptions({ query: { firm: firm.id, page_size: 100, ...compact({ q, sort }) } }),
    placeholderData: keepPreviousData,
  });
  const go = (next?: string) =>
    void navigate({ search: compact({ firm: firm.id, q, sort, edit: next }) as ThesisSearch });
  const rows = theses.data?.results;
  const edited = rows?.find(({ id }) => id === edit);
  if (edit && (edit === 'new' || edited)) {
    return (
      <ThesisEditor key={edit} firm={firm} {...(edited ? { thesis: edited } : {})} onLeave={() => go()} />
    );
  }
  return (
    <div className="wrap">
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          firm.role === 'reader' ? null : (
            <MainAction>
              <Button type="primary" onClick={() => go('new')}>
                {t('new')}
              </Button>
            </MainAction>
          )
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
      {firm.verification_state === 'verified' ? null : <Unverified firm={firm} />}
      {theses.isPending ? <LoadingState height={320} /> : null}
      {theses.isError ? <ErrorState error={theses.error} onRetry={() => void theses.refetch()} /> : null}
      {rows ? <Listed firm={firm} rows={rows} onEdit={go} /> : null}
    </div>
  );
}

interface ListedProps {
  firm: Firm;
  rows: readonly Thesis[];
  onEdit: (id: string) => void;
}

function Listed({ firm, rows, onEdit }: ListedProps) {
  const { t } = useTranslation(['thesis', 'common']);
  const { q, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: ThesisSearch) =>
    void navigate({ search: compact({ firm: firm.id, q, sort, ...changes }), replace: true });
  if (rows.length === 0 && !q) return <EmptyState title={t('empty.title')} text={t('empty.text')} />;
  return (
    <>
      <ListTools
        search={{ label: t('search'), value: q, onSearch: (words) => change({ q: words }) }}
        sort={{ offered: SORTS, value: sort, onSort: (next) => change({ sort: next } as ThesisSearch) }}
      />
      {rows.length === 0 ? <EmptyState title={t('common:list.none')} /> : null}
      <ul className={css.list}>
        {rows.map((thesis) => (
          <li key={thesis.id}>
            <ThesisCard thesis={thesis} onEdit={() => onEdit(thesis.id)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Unverified({ firm }: { firm: Firm }) {
  const { t } = useTranslation('thesis');
  return (
    <Alert
      type="warning"
      showIcon
      className={css.notice ?? ''}
      title={t('unverified.title')}
      description={
        <AppLink href={`/organizations/${firm.id}?tab=verification`}>{t('unverified.action')}</AppLink>
      }
    />
  );
}
