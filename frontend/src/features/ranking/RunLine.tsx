import { useTranslation } from 'react-i18next';
import type { RankingRun } from '@/api';
import { formatPercent } from '@/shared/format';
import { Time } from '@/shared/Time';
import css from './ranking.module.css';
import { isOpenRun } from './useRun';

/** What is under way and how far, or how the last one ended. */
export function RunLine({ run, isBusy }: { run: RankingRun | null; isBusy: boolean }) {
  const { t } = useTranslation('ranking');
  if (run && isOpenRun(run)) return <Progress run={run} />;
  if (isBusy) return <p className={css.run}>{t('run.rebuild')}</p>;
  if (!run?.ended_at) return null;
  const what = t(`run.${run.kind}`);
  return (
    <p className={run.problem ? css.failed : css.quiet} role="status">
      {run.problem ? t('run.failed', { what, code: run.problem }) : t('run.done', { what })} ·{' '}
      <Time value={run.ended_at} />
    </p>
  );
}

function Progress({ run }: { run: RankingRun }) {
  const { t, i18n } = useTranslation('ranking');
  const phase = t as unknown as (key: string, options: object) => string;
  const doing = run.phase ? phase(`run.phase.${run.phase}`, { defaultValue: run.phase }) : t('run.waiting');
  const isCounted = run.state === 'running' && run.share > 0;
  return (
    <section className={css.run} aria-label={t('run.label')}>
      <p>
        <strong>{t(`run.${run.kind}`)}</strong> · {doing}
        {isCounted ? ` ${formatPercent(run.share, i18n.language)}` : ''}
      </p>
      {/* Without a value it only says that something goes on. */}
      <progress max={1} value={isCounted ? run.share : undefined} aria-label={doing} />
    </section>
  );
}
