import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listMyClaimsOptions } from '@/api/@tanstack/react-query.gen';
import type { Me } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { ErrorState } from '@/shared/states/ErrorState';
import css from './organizations.module.css';
import { ReviewRow } from './ReviewRow';

/** Where I belong, and what became of the entries I claimed. */
export function Mine({ me }: { me: Me }) {
  const { t } = useTranslation('organizations');
  const claims = useQuery(listMyClaimsOptions());
  return (
    <>
      {me.organizations.length > 0 ? (
        <section className={css.mine} aria-label={t('mine')}>
          <h2>{t('mine')}</h2>
          <ul>
            {me.organizations.map(({ id, display_name, role }) => (
              <li key={id}>
                <AppLink href={`/organizations/${id}`}>{display_name}</AppLink>{' '}
                <span>{t(`role.${role}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {claims.error ? <ErrorState error={claims.error} onRetry={() => void claims.refetch()} /> : null}
      {claims.data && claims.data.length > 0 ? (
        <section className={css.panel} aria-label={t('my_claims')}>
          <h2>{t('my_claims')}</h2>
          <ul className={css.rows}>
            {claims.data.map((claim) => (
              <ReviewRow
                key={claim.id}
                review={claim}
                about={
                  <AppLink href={`/organizations/${claim.organization_id}`}>
                    {claim.organization_name}
                  </AppLink>
                }
              />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
