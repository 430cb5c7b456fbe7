import { Select } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput } from '@/api';
import { kindName } from '@/shared/names';
import css from './guests.module.css';
import { ACCOUNTS, FOLLOW_UPS, type GuestFilters, LANGUAGES, PAYMENTS, STATES } from './search';
import { useGuestWords } from './useGuestWords';

const DaySpan = lazy(() => import('@/shared/DaySpan'));

type Choice = 'state' | 'payment' | 'ticket_type' | 'follow_up' | 'language' | 'account';
type Options = { value: string; label: string }[];

interface GuestChoicesProps {
  event: EventDetailOutput;
  filters: GuestFilters;
  change: (changes: Partial<GuestFilters>) => void;
}

/** Every filter but the words. What an event has but one of is no choice. */
export function GuestChoices({ event, filters, change }: GuestChoicesProps) {
  const { t } = useTranslation('guests');
  const options = useOptions(event);
  const asksLater = event.questions.some(({ phase }) => phase === 'confirmed');
  const isSold = event.ticket_types.some(({ price }) => Number(price.amount) > 0);
  const shown: Choice[] = [
    'state',
    ...(isSold || filters.payment ? (['payment'] as const) : []),
    ...(options.ticket_type.length > 1 || filters.ticket_type ? (['ticket_type'] as const) : []),
    ...(asksLater || filters.follow_up ? (['follow_up'] as const) : []),
    'language',
    'account',
  ];
  return (
    <>
      {shown.map((name) => (
        <Select
          key={name}
          className={css.choice ?? ''}
          aria-label={t(`filter.${name}`)}
          placeholder={t(`filter.${name}`)}
          allowClear
          value={filters[name] as string | undefined}
          options={options[name]}
          onChange={(value: string | undefined) => change({ [name]: value })}
          popupMatchSelectWidth={false}
        />
      ))}
      <Suspense>
        <DaySpan
          label={t('filter.days')}
          ends={[t('filter.since'), t('filter.until')]}
          since={filters.since}
          until={filters.until}
          onChange={(since, until) => change({ since, until } as Partial<GuestFilters>)}
        />
      </Suspense>
    </>
  );
}

function useOptions(event: EventDetailOutput): Record<Choice, Options> {
  const { i18n } = useTranslation('guests');
  const words = useGuestWords();
  const of = <T extends string>(values: readonly T[], label: (value: T) => string): Options =>
    values.map((value) => ({ value, label: label(value) }));
  return {
    state: of(STATES, words.state),
    payment: of(PAYMENTS, words.payment),
    ticket_type: event.ticket_types.map((kind) => ({ value: kind.id, label: kindName(kind, i18n.language) })),
    follow_up: of(FOLLOW_UPS, words.followUp),
    language: of(LANGUAGES, words.language),
    account: of(ACCOUNTS, words.account),
  };
}
