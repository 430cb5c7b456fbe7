import { Link, Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { PageFallback } from '@/app/shell/PageFallback';
import { type Me, useMember } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { EmptyState } from '@/shared/states/EmptyState';
import { RefusedState } from '@/shared/states/RefusedState';
import css from './operator.module.css';

/** The frame of the operator's pages. Whoever is no operator learns why, and what would open the desk. */
export function OperatorDesk() {
  const { t } = useTranslation('operator');
  const me = useMember();
  if (!me.is_operator) return <DeskShut needs={me.needs} />;
  return (
    <div className={`wrap ${css.desk}`}>
      <nav className={css.rooms} aria-label={t('rooms.label')}>
        <Link to="/operator" activeOptions={{ exact: true, includeSearch: false }}>
          {t('rooms.queue')}
        </Link>
        <Link to="/operator/imports">{t('rooms.imports')}</Link>
        <Link to="/operator/ranking">{t('rooms.ranking')}</Link>
        <Link to="/org/orders">{t('rooms.orders')}</Link>
        <Link to="/operator/audit" activeOptions={{ includeSearch: false }}>
          {t('rooms.audit')}
        </Link>
      </nav>
      <Suspense fallback={<PageFallback />}>
        <Outlet />
      </Suspense>
    </div>
  );
}

function DeskShut({ needs }: { needs: Me['needs'] }) {
  const { t } = useTranslation('operator');
  if (needs.includes('second_factor')) {
    return (
      <EmptyState
        heading="h1"
        title={t('shut.title')}
        text={t('shut.set_up')}
        action={<AppLink href="/account">{t('shut.go_account')}</AppLink>}
      />
    );
  }
  if (needs.includes('second_factor_sign_in')) {
    return (
      <EmptyState
        heading="h1"
        title={t('shut.title')}
        text={t('shut.sign_in')}
        action={<AppLink href="/login?next=%2Foperator">{t('shut.go_login')}</AppLink>}
      />
    );
  }
  return <RefusedState text={t('shut.others')} />;
}
