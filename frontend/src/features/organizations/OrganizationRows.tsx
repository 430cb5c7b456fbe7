import { useTranslation } from 'react-i18next';
import type { OrganizationBrief } from '@/api';
import { AppLink } from '@/shared/AppLink';
import cards from '@/shared/cards/cards.module.css';
import { OrganizationBadges } from '@/shared/cards/OrganizationBadges';
import { OrganizationMark } from '@/shared/cards/OrganizationMark';
import { organizationName } from '@/shared/names';
import css from './organizations.module.css';

/** Organizations one below the other: who they are, what they do, and what is known of them. */
export function OrganizationRows({ organizations }: { organizations: readonly OrganizationBrief[] }) {
  const { t, i18n } = useTranslation('organizations');
  return (
    <ul className={cards.list}>
      {organizations.map((one) => (
        <li key={one.id} className={css.row}>
          <OrganizationMark name={one.display_name} logoUrl={one.logo_url} />
          <div>
            <h2>
              <AppLink href={`/organizations/${one.id}`}>{organizationName(one, i18n.language)}</AppLink>
            </h2>
            <p>{[t(`kind.${one.kind}`), one.city, one.one_liner].filter(Boolean).join(' · ')}</p>
            <p className={cards.badges}>
              <OrganizationBadges organization={one} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
