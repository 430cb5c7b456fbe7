import { useTranslation } from 'react-i18next';
import live from '../live.module.css';
import type { RoadshowState } from '../room';
import { titleOf } from '../words';
import { placedOf } from './ranking';
import css from './ranking.module.css';

interface RankingProps {
  state: RoadshowState;
  /** On the hall's wall: larger, and only once nothing else is on stage. */
  isOnWall?: boolean;
}

/** Places and scores once the host revealed them; nothing before. */
export function Ranking({ state, isOnWall = false }: RankingProps) {
  const { t, i18n } = useTranslation('ranked');
  const placed = placedOf(state);
  if (placed.length === 0 || (isOnWall && state.phase === 'live' && state.item_id)) return null;
  return (
    <section className={isOnWall ? css.wall : live.panel} aria-labelledby="ranking">
      <h2 id="ranking">{t('title')}</h2>
      <ol className={css.list}>
        {placed.map(({ line, place, is_tied, score, judges }) => (
          <li key={line.id} data-first={place === 1 || undefined}>
            <span className={css.place}>{t(is_tied ? 'tied' : 'place', { place })}</span>
            <span className={css.title}>{titleOf(line, i18n.language)}</span>
            <span className={css.score}>
              {t('score', { score: score.toFixed(2) })}
              <small>{t('judges', { count: judges })}</small>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
