import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listFirmMatchesOptions, listThesesOptions } from '@/api/@tanstack/react-query.gen';
import { CompareDeal } from '@/app/compare/CompareDeal';
import { useSectors } from '@/app/sectors';
import { useMember } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import cards from '@/shared/cards/cards.module.css';
import { DealCard } from '@/shared/cards/DealCard';
import { MainLink } from '@/shared/MainAction';
import { titleOf } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './matching.module.css';
import { WhyFold } from './WhyFold';

/** The desk of an investor: what came in that fits, the theses it is measured by, and what is still to do. */
export function InvestorHomePage() {
  const { t } = useTranslation(['matching', 'common']);
  const { display_name, organizations } = useMember();
  const firms = organizations.filter(({ kind }) => kind === 'investment_firm');
  return (
    <div className="wrap">
      <PageHeader
        title={t('home.title', { name: display_name })}
        subtitle={t('home.subtitle')}
        actions={
          <>
            <AppLink href="/coverage">{t('common:nav.coverage')}</AppLink>
            <MainLink href="/investor/matches">{t('home.all')}</MainLink>
          </>
        }
      />
      {firms.length === 0 ? (
        <EmptyState
          title={t('investor.none')}
          text={t('investor.none_text')}
          action={<AppLink href="/organizations">{t('investor.none_action')}</AppLink>}
        />
      ) : null}
      {firms.map((firm) => (
        <div key={firm.id} className={css.desk}>
          <section aria-label={firm.display_name}>
            <h2>{t('home.best', { name: firm.display_name })}</h2>
            <BestDeals firmId={firm.id} />
          </section>
          <aside className={css.aside} aria-label={t('home.aside')}>
            {firm.verification_state === 'verified' ? null : (
              <p className={css.todo}>
                {t('home.unverified')}{' '}
                <AppLink href={`/organizations/${firm.id}`}>{t('home.unverified_action')}</AppLink>
              </p>
            )}
            <OwnTheses firmId={firm.id} />
          </aside>
        </div>
      ))}
    </div>
  );
}

function BestDeals({ firmId }: { firmId: string }) {
  const { t } = useTranslation('matching');
  const { nameOf } = useSectors();
  const found = useQuery(listFirmMatchesOptions({ path: { firm_id: firmId }, query: { size: 5 } }));
  if (found.isPending) return <LoadingState height={560} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.results.length === 0)
    return <EmptyState heading="h3" title={t('empty')} text={t('investor.empty')} />;
  return (
    <ul className={cards.list}>
      {found.data.results.map(({ deal, gates, reasons }) => (
        <li key={deal.id}>
          <DealCard deal={deal} nameOf={nameOf} action={<CompareDeal deal={deal} />}>
            <WhyFold gates={gates} reasons={reasons} />
          </DealCard>
        </li>
      ))}
    </ul>
  );
}

function OwnTheses({ firmId }: { firmId: string }) {
  const { t, i18n } = useTranslation('matching');
  const theses = useQuery(listThesesOptions({ query: { firm: firmId } }));
  if (theses.isPending) return <LoadingState height={160} />;
  if (theses.isError) return <ErrorState error={theses.error} onRetry={() => void theses.refetch()} />;
  return (
    <section className={css.panel}>
      <h2>{t('home.theses')}</h2>
      {theses.data.results.length === 0 ? <p>{t('home.no_theses')}</p> : null}
      <ul className={css.theses}>
        {theses.data.results.map((thesis) => (
          <li key={thesis.id}>
            <AppLink href={`/investor/matches?of=thesis:${thesis.id}`}>
              {titleOf(thesis, i18n.language)}
            </AppLink>
            <span>{t(`home.state.${thesis.state}`)}</span>
          </li>
        ))}
      </ul>
      <p>
        <AppLink href="/investor/profile">{t('home.edit_theses')}</AppLink>
      </p>
      <p>
        <AppLink href={`/investors/${firmId}`}>{t('home.own_page')}</AppLink>
      </p>
    </section>
  );
}
