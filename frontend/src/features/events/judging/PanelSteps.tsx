import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PanelStateEnum } from '@/api';
import { eventsJudgingStateUpdateMutation } from '@/api/@tanstack/react-query.gen';
import { useConfirm } from '@/app/acts';
import { titleOf } from '@/shared/names';
import css from '../events.module.css';
import type { EventDetail } from '../words';
import { useJudging } from './useJudging';
import { type Desk, warningsOf } from './words';

/** Where the panel stands, and what it may become. */
export function PanelSteps({ event, desk }: { event: EventDetail; desk: Desk }) {
  const { t } = useTranslation('judgingDesk');
  const confirm = useConfirm();
  const done = useJudging(event.id);
  const { state } = desk.panel;
  const step = useMutation({
    ...eventsJudgingStateUpdateMutation(),
    onError: done('').onError,
    onSuccess: (now: Desk) =>
      done(now.panel.state === 'draft' ? '' : t(`step_done.${now.panel.state}`)).onSuccess(now),
  });
  const go = (to: PanelStateEnum) => step.mutateAsync({ path: { event_id: event.id }, body: { state: to } });
  const nameOf = (to: PanelStateEnum) => {
    if (to === 'closed' && state === 'revealed') return t('step.withdraw');
    if (to === 'open') return t(state === 'draft' ? 'step.open' : 'step.reopen');
    return t(to === 'revealed' ? 'step.revealed' : 'step.closed');
  };
  const reveal = () =>
    confirm({
      title: t('confirm.title'),
      text: t('confirm.text'),
      ok: t('confirm.ok'),
      danger: false,
      act: () => go('revealed'),
    });
  return (
    <section className={css.panel} aria-labelledby="judging">
      <h2 id="judging">{t('title')}</h2>
      <p className={css.quiet}>{t('intro')}</p>
      <p role="status">
        <strong>{t(`phase.${state}`)}</strong>
      </p>
      <Warnings desk={desk} />
      <div className={css.acts}>
        {desk.steps.map((to) => (
          <Button
            key={to}
            type={to === 'open' || to === 'revealed' ? 'primary' : 'default'}
            loading={step.isPending}
            onClick={() => (to === 'revealed' ? reveal() : void go(to).catch(() => undefined))}
          >
            {nameOf(to)}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** What would surprise whoever opens the scoring, or reveals what it came to. */
function Warnings({ desk }: { desk: Desk }) {
  const { t, i18n } = useTranslation('judgingDesk');
  const warnings = warningsOf(desk, (pitch) => titleOf(pitch, i18n.language));
  if (warnings.length === 0) return null;
  return (
    <ul aria-label={t('warning.title')}>
      {warnings.map((one) => (
        <li key={one.kind}>
          {one.kind === 'unequal'
            ? t('warning.unequal', { fewest: one.fewest, most: one.most })
            : t(`warning.${one.kind}`, { titles: one.titles.join('、') })}
        </li>
      ))}
    </ul>
  );
}
