import { useTranslation } from 'react-i18next';
import type { OrganizationBrief } from '@/api';
import { Icon } from '../icons';
import css from './cards.module.css';

type Known = Pick<OrganizationBrief, 'verification_state' | 'origin' | 'source_credit' | 'is_demo'>;

/** What the street knows of an organization: verified, reference data with its source, or made up for the demo. */
export function OrganizationBadges({ organization }: { organization: Known }) {
  const { t } = useTranslation('cards');
  const { verification_state, origin, source_credit, is_demo } = organization;
  return (
    <>
      {verification_state === 'verified' ? (
        <span className={`${css.badge} ${css.verified}`}>
          <Icon name="check" size={14} />
          {t('badge.verified')}
        </span>
      ) : null}
      {origin === 'reference' ? (
        <span className={`${css.badge} ${css.reference}`}>
          {source_credit ? t('badge.reference_from', { source: source_credit }) : t('badge.reference')}
        </span>
      ) : null}
      {is_demo ? <span className={`${css.badge} ${css.demo}`}>{t('badge.demo')}</span> : null}
    </>
  );
}
