import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Rankings } from '@/api';
import { Facts, fact } from '@/shared/Facts';
import { formatCount, formatDate } from '@/shared/format';
import css from './ranking.module.css';
import { useActs } from './useActs';
import { useNames } from './useNames';

interface InForceProps {
  rankings: Rankings;
  /** Something is under way, so nothing can be asked for. */
  isBlocked: boolean;
}

/** What orders the site now, where it comes from, and what may be asked for. */
export function InForce({ rankings, isBlocked }: InForceProps) {
  const { t, i18n } = useTranslation('ranking');
  const acts = useActs();
  const nameOf = useNames();
  const { in_force: now, allowed_actions: may } = rankings;
  const current = rankings.rankings.find(({ version }) => version === now.ranking);
  // What was measured elsewhere tells its source itself.
  const source =
    current && current.queries > 0
      ? t('now.fitted', { count: current.queries, day: formatDate(current.trained_on, i18n.language) })
      : now.weights.source;
  const before = current?.before ? nameOf(current.before) : null;
  return (
    <section className={css.panel} aria-labelledby="in-force">
      <h2 id="in-force">{t('now.title')}</h2>
      <Facts
        facts={[
          fact(t('now.ranking'), nameOf(now.ranking || 'shipped')),
          fact(t('now.before'), before),
          fact(t('now.weights'), now.weights.version),
          fact(t('now.source'), source),
          fact(t('now.counted'), formatDate(now.learned_on, i18n.language)),
          fact(t('now.deals'), formatCount(now.deals, i18n.language)),
        ]}
      />
      <div className={css.acts}>
        {may.includes('train_ranking') ? (
          <Button type="primary" disabled={isBlocked} onClick={acts.train}>
            {t('act.train')}
          </Button>
        ) : null}
        {may.includes('switch_ranking') && before ? (
          <Button disabled={isBlocked} onClick={() => acts.rollBack(before)}>
            {t('act.roll_back')}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
