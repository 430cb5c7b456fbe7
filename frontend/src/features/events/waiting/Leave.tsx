import { useMutation } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { Button } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Waiting } from '@/api';
import { waitingLeaveCreateMutation } from '@/api/@tanstack/react-query.gen';
import css from '../events.module.css';
import { Problem } from '../registering';
import { useEntryWritten } from './useEntryWritten';

/** Asks once more on the page itself; from the link in a mail one comes to this question straight. */
export function Leave({ entry }: { entry: Waiting }) {
  const { t } = useTranslation('events');
  const straight = useLocation({ select: ({ hash }) => hash === 'leave' });
  const [asked, setAsked] = useState(straight);
  const reach = useCallback(
    (question: HTMLElement | null) => {
      if (straight) question?.scrollIntoView({ block: 'center' });
    },
    [straight],
  );
  const leave = useMutation({ ...waitingLeaveCreateMutation(), onSuccess: useEntryWritten() });
  if (!asked) return <Button onClick={() => setAsked(true)}>{t('waiting.leave')}</Button>;
  return (
    <section ref={reach} className={css.panel} aria-labelledby="leave">
      <h2 id="leave">{t('waiting.leave_ask')}</h2>
      <p>{t('waiting.leave_text')}</p>
      <Problem error={leave.error} />
      <div className={css.acts}>
        <Button
          danger
          loading={leave.isPending}
          onClick={() => leave.mutate({ path: { secret: entry.secret } })}
        >
          {t('waiting.leave')}
        </Button>
        <Button onClick={() => setAsked(false)}>{t('waiting.stay')}</Button>
      </div>
    </section>
  );
}
