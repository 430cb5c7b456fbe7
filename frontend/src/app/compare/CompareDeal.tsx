import { useTranslation } from 'react-i18next';
import type { DealCard } from '@/api';
import { organizationName } from '@/shared/names';
import { CompareToggle } from './CompareToggle';

/** `CompareToggle` of a project in a list. */
export function CompareDeal({ deal }: { deal: DealCard }) {
  const { i18n } = useTranslation();
  return <CompareToggle id={deal.id} name={organizationName(deal.organization, i18n.language)} />;
}
