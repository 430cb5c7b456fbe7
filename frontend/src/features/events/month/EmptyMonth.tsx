import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventsListOptions } from '@/api/@tanstack/react-query.gen';
import { type EventsSearch, filtersOf } from '../search';
import { dayOf, monthOf, shiftMonth } from './days';
import css from './month.module.css';
import { useSaid } from './useSaid';

interface EmptyProps {
  search: EventsSearch;
  month: string;
  onMonth: (month: string) => void;
  onClear: () => void;
}

/** Nothing in this month, or nothing that fits; the next that has something is one step away. */
export function EmptyMonth({ search, month, onMonth, onClear }: EmptyProps) {
  const { t } = useTranslation('events');
  const said = useSaid();
  const since = `${shiftMonth(month, 1)}-01`;
  const { data } = useQuery(
    eventsListOptions({ query: { ...filtersOf(search), when: 'all', since, page_size: 1 } }),
  );
  const next = data?.results[0];
  const isNarrowed = Object.values(filtersOf(search)).some(Boolean);
  // One that began before is there on the first day.
  const first = next && dayOf(next.starts_at) > since ? dayOf(next.starts_at) : since;
  return (
    <div className={css.empty} role="status">
      <p>
        <strong>{t(isNarrowed ? 'month.none_fit' : 'month.empty', { month: said.month(month) })}</strong>{' '}
        {data && !next ? <span>{t(isNarrowed ? 'month.none_fit_later' : 'month.none_later')}</span> : null}
      </p>
      {next ? (
        <Button type="primary" onClick={() => onMonth(monthOf(first))}>
          {t('month.to_next', { month: said.month(monthOf(first)) })}
        </Button>
      ) : null}
      {isNarrowed ? <Button onClick={onClear}>{t('list.clear')}</Button> : null}
    </div>
  );
}
