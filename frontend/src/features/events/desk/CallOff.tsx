import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eventsCancelCreateMutation } from '@/api/@tanstack/react-query.gen';
import { useConfirm } from '@/app/acts';
import css from '../events.module.css';
import { useWritten } from '../useWritten';
import type { EventDetail } from '../words';

/** The reason is told to everybody who registered, so it is asked for first. */
export function CallOff({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const written = useWritten();
  const confirm = useConfirm();
  const [reason, setReason] = useState('');
  const cancel = useMutation({ ...eventsCancelCreateMutation(), ...written(t('desk.called_off')) });
  const ask = () =>
    confirm({
      title: t('desk.call_off_ask'),
      text: t('desk.call_off_text', { count: event.taken ?? 0 }),
      ok: t('desk.call_off'),
      act: () =>
        cancel.mutateAsync({
          path: { event_id: event.id },
          body: { edition: event.edition, reason: reason.trim() },
        }),
    });
  return (
    <section className={css.panel} aria-labelledby="call-off">
      <h2 id="call-off">{t('desk.call_off')}</h2>
      <label htmlFor="call-off-reason">{t('desk.call_off_reason')}</label>
      <Input
        id="call-off-reason"
        value={reason}
        maxLength={400}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className={css.acts}>
        <Button danger disabled={!reason.trim()} onClick={ask}>
          {t('desk.call_off')}
        </Button>
      </div>
    </section>
  );
}
