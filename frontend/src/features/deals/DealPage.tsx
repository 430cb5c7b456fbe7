import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { pitchesRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { PitchSteps } from '@/app/pitch/PitchSteps';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { toApiError } from '@/shared/apiError';
import cards from '@/shared/cards/cards.module.css';
import { OrganizationBadges } from '@/shared/cards/OrganizationBadges';
import { OrganizationMark } from '@/shared/cards/OrganizationMark';
import { useLabels } from '@/shared/cards/useLabels';
import { oneLiner, organizationName } from '@/shared/names';
import { ShareButton } from '@/shared/ShareButton';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { RefusedState } from '@/shared/states/RefusedState';
import { usePageTitle } from '@/shared/usePageTitle';
import { AskPanel } from './AskPanel';
import { DealBlocks } from './DealBlocks';
import { DealFit } from './DealFit';
import css from './deal.module.css';
import { RoundHistory } from './RoundHistory';

const route = getRouteApi('/_app/deals/$id');

/** One project: what, who, proof, ask and terms, each part as far as this viewer may read it. */
export function DealPage() {
  const { id } = route.useParams();
  const pitch = useQuery(pitchesRetrieveOptions({ path: { pitch_id: id } }));
  if (pitch.isPending) {
    return (
      <div className={`wrap ${css.page}`}>
        <LoadingState height="80vh" />
      </div>
    );
  }
  if (pitch.isError) {
    const { status } = toApiError(pitch.error);
    if (status === 401 || status === 403) return <RefusedState error={pitch.error} />;
    return <ErrorState error={pitch.error} onRetry={() => void pitch.refetch()} />;
  }
  return <Deal pitch={pitch.data} />;
}

function Deal({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('deals');
  return (
    <div className={`wrap ${css.page}`}>
      <DealHead pitch={pitch} />
      {pitch.revision ? <Alert type="info" showIcon title={t('deal.revised')} /> : null}
      <div className={css.columns}>
        <div className={css.side}>
          <AskPanel pitch={pitch} />
          <DealFit pitch={pitch} />
        </div>
        <div className={css.main}>
          <DealBlocks pitch={pitch} />
          <RoundHistory organizationId={pitch.organization.id} />
        </div>
      </div>
    </div>
  );
}

function DealHead({ pitch }: { pitch: Pitch }) {
  const { t, i18n } = useTranslation('deals');
  const { pathOf } = useSectors();
  const label = useLabels();
  const { organization, state, allowed_actions } = pitch;
  const name = organizationName(organization, i18n.language);
  usePageTitle(name);
  return (
    <header className={css.head}>
      <OrganizationMark name={name} logoUrl={organization.logo_url} size={64} />
      <div className={css.headText}>
        <p className={css.crumbs}>
          <AppLink href="/deals">{t('title')}</AppLink> ›{' '}
          <AppLink href={`/deals?sector=${encodeURIComponent(JSON.stringify([pitch.sector_primary]))}`}>
            {pathOf(pitch.sector_primary)}
          </AppLink>
        </p>
        <h1>{name}</h1>
        <p className={css.oneLiner}>{oneLiner(pitch, i18n.language)}</p>
        <p className={cards.badges}>
          {state === 'published' ? null : <span className={css.state}>{label('pitch_state', state)}</span>}
          <OrganizationBadges organization={organization} />
          {pitch.is_stale ? <span className={css.stale}>{t('deal.stale')}</span> : null}
        </p>
      </div>
      <div className={css.actions}>
        <ShareButton title={`${name} · ${oneLiner(pitch, i18n.language)}`} />
        <PitchSteps pitch={pitch} />
        {allowed_actions.includes('update_pitch') ? (
          <AppLink className={css.primary} href={`/startup/pitch/${pitch.id}`}>
            {t('deal.edit')}
          </AppLink>
        ) : null}
      </div>
    </header>
  );
}
