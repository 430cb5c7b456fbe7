import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { pitchesRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { CompareToggle } from '@/app/compare/CompareToggle';
import { PitchSteps } from '@/app/pitch/PitchSteps';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { OrganizationBadges } from '@/shared/cards/OrganizationBadges';
import { useLabels } from '@/shared/cards/useLabels';
import { DetailHead } from '@/shared/detail/DetailHead';
import { DetailPage } from '@/shared/detail/DetailPage';
import { oneLiner, organizationName } from '@/shared/names';
import { ShareButton } from '@/shared/ShareButton';
import { Loaded } from '@/shared/states/Loaded';
import { AskPanel } from './AskPanel';
import { DealBlocks } from './DealBlocks';
import { DealFit } from './DealFit';
import { DealMain } from './DealMain';
import css from './deal.module.css';
import { RoundHistory } from './RoundHistory';
import { SimilarDeals } from './SimilarDeals';

const route = getRouteApi('/_app/deals/$id');

/** One project: what, who, proof, ask and terms, each part as far as this viewer may read it. */
export function DealPage() {
  const { id } = route.useParams();
  const { t } = useTranslation('deals');
  const query = useQuery(pitchesRetrieveOptions({ path: { pitch_id: id } }));
  return (
    <Loaded query={query}>
      {(pitch) => (
        <DetailPage
          head={
            <>
              <DealHead pitch={pitch} />
              {pitch.revision ? <Alert type="info" showIcon title={t('deal.revised')} /> : null}
            </>
          }
          side={
            <>
              <AskPanel pitch={pitch} />
              <DealFit pitch={pitch} />
            </>
          }
        >
          <DealBlocks pitch={pitch} />
          <RoundHistory organizationId={pitch.organization.id} />
          <SimilarDeals pitchId={pitch.id} />
        </DetailPage>
      )}
    </Loaded>
  );
}

function DealHead({ pitch }: { pitch: Pitch }) {
  const { t, i18n } = useTranslation('deals');
  const { pathOf } = useSectors();
  const label = useLabels();
  const { organization, state } = pitch;
  const name = organizationName(organization, i18n.language);
  const line = oneLiner(pitch, i18n.language);
  return (
    <DetailHead
      name={name}
      logoUrl={organization.logo_url}
      line={line}
      crumbs={
        <>
          <AppLink href="/deals">{t('title')}</AppLink> ›{' '}
          <AppLink href={`/deals?sector=${encodeURIComponent(JSON.stringify([pitch.sector_primary]))}`}>
            {pathOf(pitch.sector_primary)}
          </AppLink>
        </>
      }
      badges={
        <>
          {state === 'published' ? null : <span className={css.state}>{label('pitch_state', state)}</span>}
          <OrganizationBadges organization={organization} />
          {pitch.is_stale ? <span className={css.stale}>{t('deal.stale')}</span> : null}
        </>
      }
      actions={
        <>
          <ShareButton title={`${name} · ${line}`} />
          <CompareToggle id={pitch.id} name={name} />
          <PitchSteps pitch={pitch} />
          {pitch.allowed_actions.includes('grant_blocks') ? (
            <AppLink className={css.readers ?? ''} href={`/startup/pitch/${pitch.id}/readers`}>
              {t('deal.readers')}
            </AppLink>
          ) : null}
          <DealMain pitch={pitch} />
        </>
      }
    />
  );
}
