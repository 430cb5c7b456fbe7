import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { pitchesRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { useViewer } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { oneLiner, organizationName } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { Loaded } from '@/shared/states/Loaded';
import { RefusedState } from '@/shared/states/RefusedState';
import css from '../pitch.module.css';
import { GrantList } from './GrantList';
import { InterestShown } from './InterestShown';
import { NameFirm } from './NameFirm';
import { QuestionsAsked } from './QuestionsAsked';
import { blocksFor } from './readers';
import { useGrants } from './useGrants';

const route = getRouteApi('/_app/startup/pitch/$id_/readers');

/** Which firms may read what of one own pitch, since when, and the ways to give and take it. */
export function ReadersPage() {
  const { t } = useTranslation('pitch');
  const { id } = route.useParams();
  const query = useQuery(pitchesRetrieveOptions({ path: { pitch_id: id } }));
  return (
    <Loaded query={query}>
      {(pitch) => (pitch.completeness ? <Readers pitch={pitch} /> : <RefusedState text={t('not_yours')} />)}
    </Loaded>
  );
}

function Readers({ pitch }: { pitch: Pitch }) {
  const { t, i18n } = useTranslation('pitch');
  const grants = useGrants(pitch.id);
  const own = useViewer()?.organizations.find(({ id }) => id === pitch.organization.id);
  const isOfCompany = own !== undefined && own.role !== 'reader';
  const canName = pitch.allowed_actions.includes('grant_blocks');
  const wizard = `/startup/pitch/${pitch.id}`;
  const name = organizationName(pitch.organization, i18n.language);
  return (
    <div className="wrap">
      <PageHeader
        eyebrow={<AppLink href={wizard}>{oneLiner(pitch, i18n.language) || t('untitled')}</AppLink>}
        title={t('readers.title')}
        subtitle={`${name} · ${t('readers.about')}`}
      />
      {blocksFor(pitch, 'named_investors').length > 0 ? null : (
        <Alert
          type="info"
          showIcon
          className={css.notice ?? ''}
          title={t('readers.none_named')}
          action={<AppLink href={`${wizard}?step=round`}>{t('readers.set')}</AppLink>}
        />
      )}
      <div className={css.columns}>
        <GrantList grants={grants} pitch={pitch} canRevoke={canName} />
        {canName ? (
          <NameFirm pitch={pitch} grants={grants.rows} />
        ) : (
          <p className={css.quiet}>{t('readers.locked')}</p>
        )}
      </div>
      {isOfCompany ? (
        <div className={css.columns}>
          <InterestShown pitch={pitch.id} />
          <QuestionsAsked pitch={pitch.id} />
        </div>
      ) : null}
    </div>
  );
}
