import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert, Button, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ExportComparisonData } from '@/api';
import { comparePitchesOptions } from '@/api/@tanstack/react-query.gen';
import { client } from '@/api/client.gen';
import { compareHref, LEAST, usePicks } from '@/app/compare/picks';
import { useViewer } from '@/app/viewer';
import { useInvestorSubjects } from '@/app/why/useInvestorSubjects';
import { AppLink } from '@/shared/AppLink';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Compared } from './Compared';
import css from './compare.module.css';
import { type CompareSearch, compareQuery, idsOf } from './search';

const route = getRouteApi('/_app/investor/compare');

function useAddress() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: CompareSearch) =>
    void navigate({ search: compact({ ...search, ...changes }), replace: true, resetScroll: false });
  return { search, change };
}

/** Two to five projects side by side. Open to all: what is shut to the viewer says so. */
export function ComparePage() {
  const { t } = useTranslation('compare');
  const { search } = useAddress();
  const ids = idsOf(search.ids);
  return (
    <div className="wrap">
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        eyebrow={<AppLink href="/deals">{t('back')}</AppLink>}
      />
      {ids.length < LEAST ? (
        <EmptyState
          title={t('empty')}
          text={t('empty_text')}
          action={<AppLink href="/deals">{t('choose')}</AppLink>}
        />
      ) : (
        <Chosen ids={ids} />
      )}
    </div>
  );
}

function Chosen({ ids }: { ids: string[] }) {
  const { t } = useTranslation('compare');
  const { search, change } = useAddress();
  const { picks, toggle } = usePicks();
  const { subjects } = useInvestorSubjects();
  const subject = subjects.find(({ value }) => value === search.of) ?? subjects[0];
  const question = compareQuery(ids, subject?.value);
  const found = useQuery({
    ...comparePitchesOptions({ query: question }),
    placeholderData: keepPreviousData,
  });
  if (found.isPending) return <LoadingState height="70vh" />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const remove = (id: string) => {
    const pick = picks.find((one) => one.id === id);
    if (pick) toggle(pick);
    change({ ids: ids.filter((one) => one !== id).join(',') });
  };
  return (
    <>
      <Tools question={question} subject={subject?.value} subjects={subjects} />
      {found.data.missing.length > 0 ? (
        <Alert type="info" showIcon title={t('missing', { count: found.data.missing.length })} />
      ) : null}
      <SignInHint ids={ids} />
      <Compared comparison={found.data} onlyDifferences={search.only !== undefined} onRemove={remove} />
    </>
  );
}

interface ToolsProps {
  question: ReturnType<typeof compareQuery>;
  subject: string | undefined;
  subjects: { value: string; label: string }[];
}

function Tools({ question, subject, subjects }: ToolsProps) {
  const { t } = useTranslation('compare');
  const { search, change } = useAddress();
  const file = (kind: 'csv' | 'xlsx') =>
    client.buildUrl<ExportComparisonData>({
      url: '/api/v1/pitches/compare/export/',
      query: { ...question, kind },
    });
  return (
    <div className={css.tools}>
      {subject ? (
        <Select
          className={css.subject ?? ''}
          aria-label={t('subject')}
          value={subject}
          options={subjects}
          onChange={(of) => change({ of })}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the kit's switch is a button, which a label may hold */}
      <label className={css.only}>
        <Switch
          checked={search.only !== undefined}
          onChange={(on) => change({ only: on ? 'differences' : undefined })}
        />
        {t('only')}
      </label>
      <div className={css.files}>
        <Button href={file('csv')} download>
          {t('csv')}
        </Button>
        <Button href={file('xlsx')} download>
          {t('xlsx')}
        </Button>
        <Button onClick={() => window.print()}>{t('print')}</Button>
      </div>
    </div>
  );
}

function SignInHint({ ids }: { ids: string[] }) {
  const { t } = useTranslation('compare');
  if (useViewer() !== null) return null;
  const next = encodeURIComponent(compareHref(ids));
  return (
    <p className={css.hint}>
      <AppLink href={`/login?next=${next}`}>{t('sign_in')}</AppLink>
    </p>
  );
}
