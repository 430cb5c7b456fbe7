import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Organization } from '@/api';
import { getOrganizationOptions, listThesesOptions } from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import { toApiError } from '@/shared/apiError';
import cards from '@/shared/cards/cards.module.css';
import { placeOf } from '@/shared/cards/facts';
import { OrganizationBadges } from '@/shared/cards/OrganizationBadges';
import { OrganizationMark } from '@/shared/cards/OrganizationMark';
import { useLabels } from '@/shared/cards/useLabels';
import { Markdown } from '@/shared/markdown/Markdown';
import { oneLiner, organizationName } from '@/shared/names';
import { ShareButton } from '@/shared/ShareButton';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { RefusedState } from '@/shared/states/RefusedState';
import { usePageTitle } from '@/shared/usePageTitle';
import { FirmFit } from './FirmFit';
import css from './firm.module.css';
import { Portfolio } from './Portfolio';
import { ThesisCard } from './ThesisCard';

const route = getRouteApi('/_app/investors/$id');

/** One investment firm: what it says it looks for, and what it did. */
export function InvestorPage() {
  const { id } = route.useParams();
  const firm = useQuery(getOrganizationOptions({ path: { organization_id: id } }));
  if (firm.isPending) {
    return (
      <div className={`wrap ${css.page}`}>
        <LoadingState height="80vh" />
      </div>
    );
  }
  if (firm.isError) {
    const { status } = toApiError(firm.error);
    if (status === 401 || status === 403) return <RefusedState error={firm.error} />;
    return <ErrorState error={firm.error} onRetry={() => void firm.refetch()} />;
  }
  return (
    <div className={`wrap ${css.page}`}>
      <FirmHead firm={firm.data} />
      <div className={css.columns}>
        <div className={css.main}>
          <Theses firmId={id} />
          <Portfolio firmId={id} />
        </div>
        <div className={css.side}>
          <FirmFit firmId={id} />
          <About firm={firm.data} />
        </div>
      </div>
    </div>
  );
}

function FirmHead({ firm }: { firm: Organization }) {
  const { t, i18n } = useTranslation('investors');
  const label = useLabels();
  const name = organizationName(firm, i18n.language);
  const line = oneLiner(firm, i18n.language);
  usePageTitle(name);
  return (
    <header className={css.head}>
      <OrganizationMark name={name} logoUrl={firm.logo_url} size={64} />
      <div className={css.headText}>
        <p className={css.crumbs}>
          <AppLink href="/investors">{t('title')}</AppLink>
        </p>
        <h1>{name}</h1>
        {line ? <p>{line}</p> : null}
        <p className={cards.badges}>
          {firm.investor_type ? <span>{label('investor_type', firm.investor_type)}</span> : null}
          <span>{placeOf(firm)}</span>
          <OrganizationBadges organization={firm} />
        </p>
      </div>
      <div className={css.actions}>
        <ShareButton title={name} />
        {firm.allowed_actions.includes('update_organization') ? (
          <AppLink className={css.primary} href="/investor/profile">
            {t('firm.edit_theses')}
          </AppLink>
        ) : null}
      </div>
    </header>
  );
}

function Theses({ firmId }: { firmId: string }) {
  const { t } = useTranslation('investors');
  const theses = useQuery(listThesesOptions({ query: { firm: firmId } }));
  if (theses.isPending) return <LoadingState height={240} />;
  if (theses.isError) return <ErrorState error={theses.error} onRetry={() => void theses.refetch()} />;
  return (
    <section className={css.group} aria-labelledby="theses">
      <h2 id="theses">{t('firm.theses')}</h2>
      {theses.data.results.length === 0 ? <p className={css.quiet}>{t('firm.theses_empty')}</p> : null}
      {theses.data.results.map((thesis) => (
        <ThesisCard key={thesis.id} thesis={thesis} />
      ))}
    </section>
  );
}

function About({ firm }: { firm: Organization }) {
  const { t, i18n } = useTranslation('investors');
  const words = (i18n.language.startsWith('en') && firm.description_en) || firm.description;
  if (!words && !firm.website) return null;
  return (
    <section className={css.panel}>
      {words ? <Markdown source={words} /> : null}
      {/^https?:\/\//.test(firm.website) ? (
        <a href={firm.website} rel="noopener noreferrer nofollow" target="_blank">
          {t('firm.website')}
        </a>
      ) : null}
    </section>
  );
}
