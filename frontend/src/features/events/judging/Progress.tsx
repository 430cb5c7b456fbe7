import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  eventsJudgingConflictDeclareMutation,
  eventsJudgingConflictWithdrawMutation,
} from '@/api/@tanstack/react-query.gen';
import { titleOf } from '@/shared/names';
import css from '../events.module.css';
import type { EventDetail } from '../words';
import { useJudging } from './useJudging';
import { cellOf, type Desk, nameOf, scoreOf } from './words';

/** Who has handed in for which pitch, with what, and who has a conflict of interest with it. */
export function Progress({ event, desk }: { event: EventDetail; desk: Desk }) {
  const { t, i18n } = useTranslation('judgingDesk');
  if (desk.judges.length === 0) return null;
  return (
    <section className={css.panel} aria-labelledby="judging-progress">
      <h2 id="judging-progress">{t('progress.title')}</h2>
      {desk.pitches.length === 0 ? (
        <p className={css.quiet}>{t('progress.no_pitches')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section style={{ overflowX: 'auto' }} aria-labelledby="judging-progress" tabIndex={0}>
          <table className={css.counts}>
            <thead>
              <tr>
                <th scope="col">{t('results.pitch')}</th>
                {desk.judges.map((judge, index) => (
                  <th key={judge.id} scope="col">
                    {nameOf(judge, index, (number) => t('judges.nameless', { number }))}
                    {judge.revoked_at ? ` (${t('judges.revoked')})` : null}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {desk.pitches.map((pitch) => (
                <tr key={pitch.id}>
                  <th scope="row">{titleOf(pitch, i18n.language)}</th>
                  {desk.judges.map((judge, index) => (
                    <td key={judge.id}>
                      <State
                        {...{ event, desk }}
                        judge={judge.id}
                        judgeName={nameOf(judge, index, (number) => t('judges.nameless', { number }))}
                        pitch={pitch.id}
                        title={titleOf(pitch, i18n.language)}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p className={css.quiet}>{t('progress.hint')}</p>
    </section>
  );
}

interface StateProps {
  event: EventDetail;
  desk: Desk;
  judge: string;
  judgeName: string;
  pitch: string;
  title: string;
}

function State({ event, desk, judge, judgeName, pitch, title }: StateProps) {
  const { t } = useTranslation('judgingDesk');
  const done = useJudging(event.id);
  const declare = useMutation({ ...eventsJudgingConflictDeclareMutation(), ...done(t('progress.declared')) });
  const withdraw = useMutation({
    ...eventsJudgingConflictWithdrawMutation(),
    ...done(t('progress.withdrawn')),
  });
  const path = { event_id: event.id, judge_id: judge, pitch_id: pitch };
  const cell = cellOf(desk, judge, pitch);
  const score = scoreOf(desk, judge, pitch);
  const isApart = cell === 'conflict';
  const words = { judge: judgeName, title };
  return (
    <>
      {score === null ? t(`progress.${cell}`) : score.toFixed(1)}
      {desk.panel.state === 'revealed' ? null : (
        <div>
          <Button
            size="small"
            type="text"
            aria-label={t(isApart ? 'progress.withdraw' : 'progress.declare', words)}
            loading={declare.isPending || withdraw.isPending}
            onClick={() => (isApart ? withdraw.mutate({ path }) : declare.mutate({ path, body: {} }))}
          >
            {t(isApart ? 'progress.withdraw_short' : 'progress.declare_short')}
          </Button>
        </div>
      )}
    </>
  );
}
