import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PitchRowOutput } from '@/api';
import { listPitchMatchesOptions, pitchesListOptions } from '@/api/@tanstack/react-query.gen';
import { useSectors } from '@/app/sectors';
import { useMember } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import cards from '@/shared/cards/cards.module.css';
import { InvestorCard } from '@/shared/cards/InvestorCard';
import { MainLink } from '@/shared/MainAction';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { PitchRow } from './PitchesPage';
import css from './pitch.module.css';
import { todosOf } from './todos';

/** The desk of a startup: what to do next, where its pitches stand, and who fits. */
export function StartupHomePage() {
  const { t } = useTranslation(['pitch', 'common']);
  const me = useMember();
  const own = useQuery(pitchesListOptions({ query: { mine: true } }));
  const pitches = own.data?.results ?? [];
  const lead = pitches.find(({ state }) => state === 'published') ?? pitches[0];
  const todos = own.data ? todosOf(me.organizations, pitches) : [];
  return (
    <div className="wrap">
      <PageHeader
        title={t('home.title', { name: me.display_name })}
        subtitle={t('home.subtitle')}
        actions={
          <>
            <AppLink href="/coverage">{t('common:nav.coverage')}</AppLink>
            <MainLink href={lead ? `/startup/pitch/${lead.id}` : '/startup/pitch'}>
              {t(lead ? 'home.improve' : 'home.start')}
            </MainLink>
          </>
        }
      />
      {own.isError ? <ErrorState error={own.error} onRetry={() => void own.refetch()} /> : null}
      <div className={css.columns}>
        <section aria-labelledby="matches">
          <h2 id="matches" className={css.heading}>
            {t('home.matches')}
          </h2>
          {lead ? <BestInvestors pitch={lead} /> : null}
          {own.data && !lead ? (
            <EmptyState heading="h3" title={t('list.empty')} text={t('list.empty_text')} />
          ) : null}
        </section>
        <div className={css.stack}>
          <section className={css.panel} aria-labelledby="todo">
            <h2 id="todo">{t('home.todo')}</h2>
            {own.isPending ? <LoadingState height={120} /> : null}
            {own.data && todos.length === 0 ? <p>{t('home.nothing')}</p> : null}
            <ul className={css.todos}>
              {todos.map(({ key, href, values }) => (
                <li key={`${key}${href}`}>
                  <AppLink href={href}>{t(`todo.${key}`, values)}</AppLink>
                </li>
              ))}
            </ul>
          </section>
          <section aria-label={t('list.own')}>
            <ul className={css.rows}>
              {pitches.map((pitch) => (
                <PitchRow key={pitch.id} pitch={pitch} />
              ))}
            </ul>
          </section>
        </div>
      </div>
    </div>
  );
}

function BestInvestors({ pitch }: { pitch: PitchRowOutput }) {
  const { t } = useTranslation('pitch');
  const { nameOf } = useSectors();
  const found = useQuery(listPitchMatchesOptions({ path: { pitch_id: pitch.id }, query: { size: 4 } }));
  if (found.isPending) return <LoadingState height={520} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <>
      <ul className={cards.list}>
        {found.data.results.map(({ investor }) => (
          <li key={investor.id}>
            <InvestorCard investor={investor} nameOf={nameOf} />
          </li>
        ))}
      </ul>
      <p className={css.more}>
        <AppLink href={`/startup/matches?of=${pitch.id}`}>{t('home.all')}</AppLink>
      </p>
    </>
  );
}
