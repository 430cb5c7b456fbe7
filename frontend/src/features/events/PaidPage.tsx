import { getRouteApi, Navigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { PageHeader } from '@/shared/PageHeader';
import css from './events.module.css';
import { ticketOf } from './paying';

const route = getRouteApi('/pay/$code');

/** Where the payment service sends payers back to: on to their ticket, or, in another browser, to their mail. */
export function PaidPage() {
  const { t } = useTranslation('events');
  const { code } = route.useParams();
  const { paid } = route.useSearch();
  const secret = ticketOf(code);
  if (secret) {
    const search = paid ? { paid } : {};
    return <Navigate to="/me/tickets/$secret" params={{ secret }} search={search} replace />;
  }
  return (
    <div className={`wrap ${css.page} ${css.narrow}`}>
      <PageHeader title={t(paid ? 'pay.thanks' : 'pay.not_yet')} subtitle={t('pay.by_mail')} />
      <p>
        <AppLink href="/me/tickets" className={css.touch ?? ''}>
          {t('tickets.title')}
        </AppLink>
      </p>
    </div>
  );
}
