import { useTranslation } from 'react-i18next';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import type { EventDetail } from '../words';

/** What whoever pays should know before: how else one may pay, and when money comes back. */
export function PaymentRules({ event }: { event: EventDetail }) {
  const { t } = useTranslation('paying');
  const until = event.requests_until ?? event.ends_at;
  return (
    <ul className={css.rules} aria-label={t('rules.title')}>
      {event.takes_transfers ? <li>{t('rules.transfer', { count: event.transfer_days })}</li> : null}
      {event.refunds_until ? (
        <li>
          {t('rules.free')} <Time value={event.refunds_until} as="datetime" />
        </li>
      ) : null}
      <li>
        {t(event.refunds_until ? 'rules.then_request' : 'rules.request', {
          percent: event.request_percent,
        })}{' '}
        <Time value={until} as="datetime" />
      </li>
    </ul>
  );
}
