import { useTranslation } from 'react-i18next';
import type { GetStreetSummaryResponse } from '@/api';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { useStageLabel } from '@/shared/labels';
import { Money } from '@/shared/Money';
import { oneLiner, organizationName } from '@/shared/names';
import { EmptyState } from '@/shared/states/EmptyState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import type { Summary } from './Figures';
import css from './home.module.css';

/** Full rows in windows of any width. */
const SHOWN = 6;

type Pitch = GetStreetSummaryResponse['newest'][number];

function Teaser({ pitch }: { pitch: Pitch }) {
  const { t, i18n } = useTranslation('home');
  const { nameOf } = useSectors();
  const stageLabel = useStageLabel();
  return (
    <li>
      <AppLink href={`/deals/${pitch.id}`} className={css.teaser}>
        <span className={css.teaserHead}>
          <strong>{organizationName(pitch.organization, i18n.language)}</strong>
          {pitch.published_at ? <Time value={pitch.published_at} /> : null}
        </span>
        <span className={css.oneLiner}>{oneLiner(pitch, i18n.language)}</span>
        <span className={css.tags}>
          <span>{nameOf(pitch.sector_primary)}</span>
          {pitch.stage ? <span>{stageLabel(pitch.stage)}</span> : null}
          {pitch.city ? <span>{pitch.city}</span> : null}
        </span>
        <span className={css.ask}>
          {t('newest.ask')} <Money value={pitch.amount_target} />
        </span>
      </AppLink>
    </li>
  );
}

/** The pitches everybody may see, newest first. */
export function NewestPitches({ summary: { data, isPending } }: { summary: Summary }) {
  const { t } = useTranslation('home');
  if (!data && !isPending) return null;
  return (
    <section className={`wrap ${css.section}`} aria-labelledby="newest">
      <div className={css.sectionHead}>
        <h2 id="newest">{t('newest.title')}</h2>
        <p>
          <AppLink href="/deals">{t('newest.all')}</AppLink>
        </p>
      </div>
      {data ? null : <LoadingState height="var(--teasers-height)" />}
      {data?.newest.length === 0 ? (
        <EmptyState heading="h3" title={t('newest.empty_title')} text={t('newest.empty_text')} />
      ) : (
        <ul className={css.teasers}>
          {data?.newest.slice(0, SHOWN).map((pitch) => (
            <Teaser key={pitch.id} pitch={pitch} />
          ))}
        </ul>
      )}
    </section>
  );
}
