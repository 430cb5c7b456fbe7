import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSeriesDetail } from '@/api';
import { eventsSeriesCancelMutation } from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import css from '../events.module.css';
import type { EventDetail } from '../words';
import { following, guestsOf, seenOf } from './rules';

/** The reason is told to everybody who registered for one of them, so it is asked for first. */
export function CallOffRest({ event, series }: { event: EventDetail; series: EventSeriesDetail }) {
  const { t } = useTranslation(['series', 'events']);
  const confirm = useConfirm();
  const [reason, setReason] = useState('');
  const cancel = useMutation({ ...eventsSeriesCancelMutation(), ...useTold()(t('series:call_off.done')) });
  const dates = following(series, event.id, ['draft', 'under_review', 'published', 'live']);
  // Of the last one the event's own panel is enough.
  if (dates.length < 2) return null;
  const ask = () =>
    confirm({
      title: t('series:call_off.ask', { count: dates.length }),
      text: t('events:desk.call_off_text', { count: guestsOf(dates) }),
      ok: t('series:call_off.act'),
      act: () =>
        cancel.mutateAsync({
          path: { event_id: event.id },
          body: { events: seenOf(dates), reason: reason.trim() },
        }),
    });
  return (
    <section className={css.panel} aria-labelledby="call-off-rest">
      <h2 id="call-off-rest">{t('series:call_off.title')}</h2>
      <label htmlFor="call-off-rest-reason">{t('events:desk.call_off_reason')}</label>
      <Input
        id="call-off-rest-reason"
        value={reason}
        maxLength={400}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className={css.acts}>
        <Button danger disabled={!reason.trim()} onClick={ask}>
          {t('series:call_off.act')}
        </Button>
      </div>
    </section>
  );
}
