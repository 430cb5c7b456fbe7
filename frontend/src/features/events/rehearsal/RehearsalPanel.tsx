import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  eventsRehearsalsCreateMutation,
  eventsRehearsalsRetrieveOptions,
  eventsRehearsalsRetrieveQueryKey,
} from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import { Loaded } from '@/shared/states/Loaded';
import { Time } from '@/shared/Time';
import { useRefusalText } from '@/shared/useRefusalText';
import css from '../events.module.css';
import type { EventDetail } from '../words';
import { type Check, type Rehearsal, type Step, toMend, wayTo } from './rehearsal';
import own from './rehearsal.module.css';

/** A button that sends simulated guests through the evening, and what the last of them found. */
export function RehearsalPanel({ event }: { event: EventDetail }) {
  const { t } = useTranslation('rehearsal');
  const path = { event_id: event.id };
  const queryClient = useQueryClient();
  const textOf = useRefusalText();
  const query = useQuery(eventsRehearsalsRetrieveOptions({ path }));
  const hold = useMutation({
    ...eventsRehearsalsCreateMutation(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: eventsRehearsalsRetrieveQueryKey({ path }) }),
  });
  return (
    <section className={css.panel} aria-labelledby="rehearsal">
      <h2 id="rehearsal">{t('title')}</h2>
      <p className={css.quiet}>{t('text')}</p>
      <Loaded query={query} height={120}>
        {({ may_rehearse, rehearsals: [last] }) => (
          <>
            {may_rehearse ? (
              <Button
                className={own.do ?? ''}
                type="primary"
                loading={hold.isPending}
                onClick={() => hold.mutate({ path })}
              >
                {t(hold.isPending ? 'running' : last ? 'again' : 'do')}
              </Button>
            ) : null}
            <p role="alert">{hold.error ? textOf(hold.error) : ''}</p>
            {last ? <Found event={event} rehearsal={last} /> : null}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Found({ event, rehearsal }: { event: EventDetail; rehearsal: Rehearsal }) {
  const { t } = useTranslation('rehearsal');
  const open = toMend(rehearsal.checks);
  return (
    <>
      <p role="status" className={own.sum}>
        {open.length === 0 ? t('all_ready') : t('to_mend', { count: open.length })} ·{' '}
        <Time value={rehearsal.held_at} />
      </p>
      <ul className={own.checks} aria-label={t('checks')}>
        {rehearsal.checks
          .filter(({ standing }) => standing !== 'none')
          .map((one) => (
            <CheckRow key={one.check} event={event} check={one} />
          ))}
      </ul>
      <h3>{t('walk', { count: rehearsal.guests })}</h3>
      <ul className={own.steps}>
        {rehearsal.steps.map((one) => (
          <StepRow key={one.step} step={one} />
        ))}
      </ul>
    </>
  );
}

function CheckRow({ event, check: { check, standing, count } }: { event: EventDetail; check: Check }) {
  const { t } = useTranslation('rehearsal');
  const isReady = standing === 'ready';
  const href = wayTo(check, event.id);
  return (
    <li data-standing={standing}>
      <span className={own.standing}>{t(`standing.${standing}`)}</span>
      <span>{isReady ? t(`ready.${check}`) : t(`missing.${check}`, { count })}</span>
      {isReady || !href ? null : <AppLink href={href}>{t('see_to_it')}</AppLink>}
    </li>
  );
}

function StepRow({ step: { step, done, refused } }: { step: Step }) {
  const { t } = useTranslation('rehearsal');
  const codes = Object.entries(refused);
  return (
    <li>
      <span>{t(`step.${step}`, { count: done })}</span>
      {codes.map(([code, count]) => (
        <span key={code} className={own.refused}>
          {t('refused', { count, code })}
        </span>
      ))}
    </li>
  );
}
