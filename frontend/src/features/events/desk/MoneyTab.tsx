import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import css from '../events.module.css';
import { PaymentTermsEditor } from '../money/PaymentTermsEditor';
import type { EventDetail } from '../words';

/** How the event is paid for, and the ways to what the host was paid. */
export function MoneyTab({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  return (
    <>
      <p className={css.ways}>
        <AppLink className={css.touch} href="/org/orders">
          {t('desk.orders')}
        </AppLink>
        <AppLink className={css.touch} href="/org/orders/report">
          {t('desk.to_takings')}
        </AppLink>
      </p>
      {event.allowed_actions.includes('edit_money_terms') ? <PaymentTermsEditor event={event} /> : null}
    </>
  );
}
