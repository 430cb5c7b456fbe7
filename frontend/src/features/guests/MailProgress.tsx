import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput, Mailing, UnsentOutput } from '@/api';
import { eventsMailingsStopMutation } from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { StatTile } from '@/shared/StatTile';
import { Time } from '@/shared/Time';
import css from './guests.module.css';
import { subjectOf, WRITTEN } from './mailWords';
import { useGuestWords } from './useGuestWords';

interface MailProgressProps {
  event: EventDetailOutput;
  mailing: Mailing;
}

/** How far a mail is on its way, whom it did not reach, and what it said. */
export function MailProgress({ event, mailing }: MailProgressProps) {
  const { t, i18n } = useTranslation('guests');
  const words = useGuestWords();
  const { progress, state, released_at, released_by } = mailing;
  const figures = ['sent', 'open', 'failed', 'withheld'] as const;
  const chosen = words.chosen(mailing.filters, event.ticket_types);
  return (
    <div className={css.mail}>
      <section className={css.panel} aria-labelledby="mail-progress">
        <h2 id="mail-progress">{subjectOf(mailing, i18n.language)}</h2>
        <p role="status">
          {t(`mails.state.${state}`)} · {t('mails.sent_of', { sent: progress.sent, total: progress.total })}
        </p>
        <progress
          className={css.progress}
          max={progress.total}
          value={progress.total - progress.open}
          aria-label={t('mails.progress')}
        />
        <div className={css.stats}>
          {figures.map((figure) => (
            <StatTile key={figure} label={t(`mails.figure.${figure}`)} value={progress[figure]} />
          ))}
        </div>
        <p className={css.quiet}>
          {released_by ? `${released_by} · ` : null}
          {released_at ? <Time value={released_at} as="datetime" /> : null}
          {' · '}
          {chosen.length > 0 ? chosen.join(' · ') : t('mails.everybody')}
        </p>
        {state === 'sending' ? <Stop event={event} mailing={mailing} /> : null}
      </section>
      {mailing.unsent.length > 0 ? <Unsent rows={mailing.unsent} /> : null}
      {WRITTEN.filter((one) => mailing[`body_${one}`]).map((one) => (
        <section key={one} className={css.panel} aria-label={t(`mails.in_${one}`)}>
          <h2>{t(`mails.in_${one}`)}</h2>
          <div className={css.letter}>
            <strong>{mailing[`subject_${one}`]}</strong>
            {`\n\n${mailing[`body_${one}`]}`}
          </div>
        </section>
      ))}
    </div>
  );
}

function Stop({ event, mailing }: MailProgressProps) {
  const { t } = useTranslation('guests');
  const confirm = useConfirm();
  const stop = useMutation({ ...eventsMailingsStopMutation(), ...useTold()(t('mails.stopped')) });
  const ask = () =>
    confirm({
      title: t('mails.stop_ask'),
      text: t('mails.stop_text'),
      ok: t('mails.stop'),
      act: () => stop.mutateAsync({ path: { event_id: event.id, mailing_id: mailing.id } }),
    });
  return (
    <div className={css.acts}>
      <Button danger onClick={ask}>
        {t('mails.stop')}
      </Button>
    </div>
  );
}

function Unsent({ rows }: { rows: UnsentOutput[] }) {
  const { t } = useTranslation('guests');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.panel} aria-labelledby="unsent" tabIndex={0}>
      <h2 id="unsent">{t('mails.unsent')}</h2>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('column.name')}</th>
            <th scope="col">{t('column.contact')}</th>
            <th scope="col">{t('mails.why')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, email, reason }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is nobody's own, and the list is only read
            <tr key={index}>
              <td>{name || t('removed')}</td>
              <td>{email}</td>
              <td>{t(`mails.reason.${reason}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
