import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Pagination } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PitchRowOutput } from '@/api';
import { pitchesListOptions } from '@/api/@tanstack/react-query.gen';
import { useMember } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { CompletenessRing } from '@/shared/CompletenessRing';
import { useLabels } from '@/shared/cards/useLabels';
import { ListTools } from '@/shared/ListTools';
import { oneLiner, organizationName } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { NewPitch } from './NewPitch';
import css from './pitch.module.css';
import { type PitchesSearch, SORTS } from './search';

const route = getRouteApi('/_app/startup/pitch/');

/** One own pitch in a list: where it stands and how complete it is. */
export function PitchRow({ pitch }: { pitch: PitchRowOutput }) {
  const { t, i18n } = useTranslation('pitch');
  const label = useLabels();
  return (
    <li className={css.row}>
      {pitch.completeness_percent === null ? null : (
        <CompletenessRing value={pitch.completeness_percent / 100} size={52} />
      )}
      <div className={css.rowText}>
        <h3>
          <AppLink href={`/startup/pitch/${pitch.id}`}>
            {oneLiner(pitch, i18n.language) || t('untitled')}
          </AppLink>
        </h3>
        <p className={css.quiet}>{organizationName(pitch.organization, i18n.language)}</p>
      </div>
      <span className={`${css.state} ${pitch.state === 'published' ? css.live : ''}`}>
        {label('pitch_state', pitch.state)}
      </span>
    </li>
  );
}

/** The viewer's own projects, and the way to a new one. */
export function PitchesPage() {
  const { t } = useTranslation('pitch');
  const startups = useMember().organizations.filter(
    ({ kind, role }) => kind === 'startup' && role !== 'reader',
  );
  return (
    <div className="wrap">
      <PageHeader title={t('list.title')} subtitle={t('list.subtitle')} />
      <div className={css.columns}>
        <section aria-label={t('list.own')}>
          <Own />
        </section>
        {startups.length > 0 ? <NewPitch /> : null}
      </div>
    </div>
  );
}

function Own() {
  const { t } = useTranslation(['pitch', 'common']);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: Partial<PitchesSearch>) =>
    void navigate({ search: compact({ ...search, page: undefined, ...changes }), replace: true });
  const own = useQuery({
    ...pitchesListOptions({ query: { mine: true, ...search } }),
    placeholderData: keepPreviousData,
  });
  if (own.isPending) return <LoadingState height={240} />;
  if (own.isError) return <ErrorState error={own.error} onRetry={() => void own.refetch()} />;
  const { count, results } = own.data;
  if (count === 0 && !search.q) return <EmptyState title={t('list.empty')} text={t('list.empty_text')} />;
  return (
    <>
      <ListTools
        search={{ label: t('list.search'), value: search.q, onSearch: (q) => change({ q }) }}
        sort={{ offered: SORTS, value: search.sort, onSort: (sort) => change({ sort }) }}
      />
      {count === 0 ? <EmptyState title={t('common:list.none')} /> : null}
      <ul className={css.rows}>
        {results.map((pitch) => (
          <PitchRow key={pitch.id} pitch={pitch} />
        ))}
      </ul>
      <Pagination
        className={css.pages ?? ''}
        current={search.page ?? 1}
        pageSize={20}
        total={count}
        showSizeChanger={false}
        showLessItems
        hideOnSinglePage
        onChange={(page) => change({ page: page > 1 ? page : undefined })}
      />
    </>
  );
}
