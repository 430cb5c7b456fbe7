import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PitchRowOutput } from '@/api';
import { pitchesListOptions } from '@/api/@tanstack/react-query.gen';
import { useMember } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { CompletenessRing } from '@/shared/CompletenessRing';
import { useLabels } from '@/shared/cards/useLabels';
import { oneLiner, organizationName } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { NewPitch } from './NewPitch';
import css from './pitch.module.css';

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
  const own = useQuery(pitchesListOptions({ query: { mine: true } }));
  return (
    <div className="wrap">
      <PageHeader title={t('list.title')} subtitle={t('list.subtitle')} />
      <div className={css.columns}>
        <section aria-label={t('list.own')}>
          {own.isPending ? <LoadingState height={240} /> : null}
          {own.isError ? <ErrorState error={own.error} onRetry={() => void own.refetch()} /> : null}
          {own.data?.results.length === 0 ? (
            <EmptyState title={t('list.empty')} text={t('list.empty_text')} />
          ) : null}
          <ul className={css.rows}>
            {own.data?.results.map((pitch) => (
              <PitchRow key={pitch.id} pitch={pitch} />
            ))}
          </ul>
        </section>
        {startups.length > 0 ? <NewPitch /> : null}
      </div>
    </div>
  );
}
