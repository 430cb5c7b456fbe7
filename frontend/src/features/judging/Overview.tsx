import { useTranslation } from 'react-i18next';
import { titleOf } from '@/shared/names';
import css from './judging.module.css';
import type { KeeperState } from './keeper';
import { type Pitch, standingOf, type View } from './words';

interface OverviewProps {
  view: View;
  state: KeeperState;
  onStage: Pitch | null;
  shown: string;
  onChoose: (pitch: string) => void;
}

/** All pitches of the evening with what the judge gave them, and how far each is. */
export function Overview({ view, state, onStage, shown, onChoose }: OverviewProps) {
  const { t, i18n } = useTranslation('judging');
  return (
    <section className={css.panel} aria-labelledby="overview">
      <h2 id="overview">{t('page.overview')}</h2>
      <ul className={css.list}>
        {view.pitches.map((pitch) => {
          const standing = standingOf(pitch, state.kept[pitch.id], state.isOffline);
          return (
            <li key={pitch.id}>
              <button
                type="button"
                aria-current={pitch.id === shown ? 'true' : undefined}
                onClick={() => {
                  onChoose(pitch.id);
                  window.scrollTo({ top: 0 });
                }}
              >
                <span className={css.grow}>
                  {titleOf(pitch, i18n.language)}
                  {pitch.id === onStage?.id ? <em> · {t('page.on_stage')}</em> : null}
                </span>
                <span className={css.standing} data-standing={standing}>
                  {typeof pitch.sheet?.score === 'number' && standing === 'saved'
                    ? `${pitch.sheet.score.toFixed(1)} · `
                    : ''}
                  {t(`saved.${standing}`)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
