import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Organization } from '@/api';
import { getOrganizationOptions, listThesesOptions } from '@/api/@tanstack/react-query.gen';
import { rolesOf, useViewer } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { placeOf } from '@/shared/cards/facts';
import { OrganizationBadges } from '@/shared/cards/OrganizationBadges';
import { useLabels } from '@/shared/cards/useLabels';
import { DetailHead } from '@/shared/detail/DetailHead';
import { DetailPage } from '@/shared/detail/DetailPage';
import detail from '@/shared/detail/detail.module.css';
import { MainLink } from '@/shared/MainAction';
import { Markdown } from '@/shared/markdown/Markdown';
import { oneLiner, organizationName } from '@/shared/names';
import { ShareButton } from '@/shared/ShareButton';
import { ErrorState } from '@/shared/states/ErrorState';
import { Loaded } from '@/shared/states/Loaded';
import { LoadingState } from '@/shared/states/LoadingState';
import { FirmFit } from './FirmFit';
import css from './firm.module.css';
import { Portfolio } from './Portfolio';
import { SimilarInvestors } from './SimilarInvestors';
import { ThesisCard } from './ThesisCard';

const route = getRouteApi('/_app/investors/$id');

/** One investment firm: what it says it looks for, and what it did. */
export function InvestorPage() {
  const { id } = route.useParams();
  const query = useQuery(getOrganizationOptions({ path: { organization_id: id } }));
  return (
    <Loaded query={query}>
      {(firm) => (
        <DetailPage
          head={<FirmHead firm={firm} />}
          side={
            <>
              <FirmFit firmId={id} />
              <About firm={firm} />
            </>
          }
        >
          <Theses firmId={id} />
          <Portfolio firmId={id} />
          <SimilarInvestors firmId={id} />
        </DetailPage>
      )}
    </Loaded>
  );
}

function FirmHead({ firm }: { firm: Organization }) {
  const { t, i18n } = useTranslation('investors');
  const label = useLabels();
  const name = organizationName(firm, i18n.language);
  return (
    <DetailHead
      name={name}
      logoUrl={firm.logo_url}
      line={oneLiner(firm, i18n.language)}
      crumbs={<AppLink href="/investors">{t('title')}</AppLink>}
      badges={
        <>
          {firm.investor_type ? <span>{label('investor_type', firm.investor_type)}</span> : null}
          <span>{placeOf(firm)}</span>
          <OrganizationBadges organization={firm} />
        </>
      }
      actions={
        <>
          <ShareButton title={name} />
          {firm.allowed_actions.includes('request_claim') ? (
            <AppLink className={css.claim ?? ''} href={`/organizations/${firm.id}?tab=verification`}>
              {t('firm.claim')}
            </AppLink>
          ) : null}
          <FirmMain firm={firm} />
        </>
      }
    />
  );
}

/** The next thing to do with a firm: keep one's own theses fresh, or have a project to show to it. */
function FirmMain({ firm }: { firm: Organization }) {
  const { t } = useTranslation('investors');
  const viewer = useViewer();
  if (firm.allowed_actions.includes('update_organization')) {
    return <MainLink href="/investor/profile">{t('firm.edit_theses')}</MainLink>;
  }
  if (viewer && !rolesOf(viewer).has('startup')) return null;
  return <MainLink href="/startup/pitch">{t('firm.post_pitch')}</MainLink>;
}

function Theses({ firmId }: { firmId: string }) {
  const { t } = useTranslation('investors');
  const theses = useQuery(listThesesOptions({ query: { firm: firmId } }));
  if (theses.isPending) return <LoadingState height={240} />;
  if (theses.isError) return <ErrorState error={theses.error} onRetry={() => void theses.refetch()} />;
  return (
    <section className={css.group} aria-labelledby="theses">
      <h2 id="theses">{t('firm.theses')}</h2>
      {theses.data.results.length === 0 ? <p className={detail.quiet}>{t('firm.theses_empty')}</p> : null}
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
    <section className={`${detail.panel} ${css.links}`}>
      {words ? <Markdown source={words} /> : null}
      {/^https?:\/\//.test(firm.website) ? (
        <a href={firm.website} rel="noopener noreferrer nofollow" target="_blank">
          {t('firm.website')}
        </a>
      ) : null}
    </section>
  );
}
