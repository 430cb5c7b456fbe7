import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { PageHeader } from '@/shared/PageHeader';
import css from './money.module.css';

interface MoneyFrameProps {
  title: string;
  subtitle: string;
  children: ReactNode;
}

const SISTERS = [
  ['/org/orders', 'title'],
  ['/org/orders/transfers', 'transfers.title'],
  ['/org/orders/requests', 'requests.title'],
  ['/org/orders/fapiao', 'fapiao.title'],
  ['/org/orders/report', 'report.title'],
  ['/org/orders/terms', 'terms.title'],
] as const;

/** A page of the desk of money, with its sisters beside. */
export function MoneyFrame({ title, subtitle, children }: MoneyFrameProps) {
  const { t } = useTranslation('money');
  return (
    <div className="wrap">
      <PageHeader title={title} subtitle={subtitle} eyebrow={<AppLink href="/org">{t('to_desk')}</AppLink>} />
      <nav className={css.sisters} aria-label={t('desk')}>
        {SISTERS.map(([to, name]) => (
          <AppLink key={to} href={to} current="exact">
            {t(name)}
          </AppLink>
        ))}
      </nav>
      {children}
    </div>
  );
}
