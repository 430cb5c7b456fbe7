import { useTranslation } from 'react-i18next';
import type {
  AccountIsEnum,
  FollowUpEnum,
  GuestPaymentEnum,
  LanguageEnum,
  OrderStateEnum,
  RegistrationStateEnum,
} from '@/api';
import { kindName } from '@/shared/names';
import type { GuestFilters } from './search';

interface Kind {
  id: string;
  name: string;
  name_en: string;
}

/** What the words of the list are called in the page's language. */
export function useGuestWords() {
  const { t, i18n } = useTranslation('guests');
  const words = {
    state: (value: RegistrationStateEnum) => t(`state.${value}`),
    payment: (value: GuestPaymentEnum) => t(`payment.${value}`),
    order: (value: OrderStateEnum) => t(`order.${value}`),
    language: (value: LanguageEnum) => t(`language.${value}`),
    account: (value: AccountIsEnum) => t(`account.${value}`),
    followUp: (value: FollowUpEnum) => t(`follow_up.${value}`),
  };
  /** Filters as words, to read what they choose; none for all guests. */
  const chosen = (filters: GuestFilters, kinds: readonly Kind[]): string[] => {
    const kind = kinds.find(({ id }) => id === filters.ticket_type);
    const said = [
      filters.q && `“${filters.q}”`,
      filters.state && words.state(filters.state),
      filters.payment && words.payment(filters.payment),
      kind && kindName(kind, i18n.language),
      filters.language && words.language(filters.language),
      filters.account && words.account(filters.account),
      filters.follow_up && words.followUp(filters.follow_up),
      filters.group && t('group.one'),
      filters.since && t('filter.from', { day: filters.since }),
      filters.until && t('filter.to', { day: filters.until }),
    ];
    return said.filter((one): one is string => Boolean(one));
  };
  return { ...words, chosen };
}
