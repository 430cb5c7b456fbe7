import { useTranslation } from 'react-i18next';
import type { PitchTeaser } from '@/api';
import { AppLink } from '@/shared/AppLink';
import { useStageLabel } from '@/shared/labels';
import { Money } from '@/shared/Money';
import { EmptyState } from '@/shared/states/EmptyState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import type { Summary } from './Figures';
import css from './home.module.css';

function Teaser({ pitch }: { pitch: PitchTeaser }) {
  const { t } = useTranslation('home');
  const stageLabel = useStageLabel();
  return (
    <li>
      <AppLink href={`/deals/${pitch.id}`} className={css.teaser}>
        <span className={css.teaserHead}>
          <strong>{pitch.company}</strong>
          <Time value={pitch.published_at} />
        </span>
        <span className={css.oneLiner}>{pitch.one_liner}</span>
        <span className={css.tags}>
          <span>{pitch.sector}</span>
          <span>{stageLabel(pitch.stage)}</span>
          {pitch.city ? <span>{pitch.city}</span> : null}
        </span>
        <span className={css.ask}>
          {t('newest.ask')} <Money value={pitch.amount} />
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
      {data ? null : <LoadingState height={360} />}
      {data?.newest_pitches.length === 0 ? (
        <EmptyState heading="h3" title={t('newest.empty_title')} text={t('newest.empty_text')} />
      ) : (
        <ul className={css.teasers}>
          {data?.newest_pitches.map((pitch) => (
            <Teaser key={pitch.id} pitch={pitch} />
          ))}
        </ul>
      )}
    </section>
  );
}
