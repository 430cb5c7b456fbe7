import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventsListOptions } from '@/api/@tanstack/react-query.gen';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { useMediaQuery } from '@/shared/useMediaQuery';
import { type EventsSearch, filtersOf, NO_FILTERS } from '../search';
import { Agenda, DayEvents } from './Agenda';
import { byDay, dayOf, monthOf, weeksOf } from './days';
import { EmptyMonth } from './EmptyMonth';
import { MonthGrid } from './MonthGrid';
import { MonthTools } from './MonthTools';
import css from './month.module.css';
import { useSaid } from './useSaid';

/** The most that one answer holds; more than this is said and narrowed by filters. */
const MOST = 300;

interface ViewProps {
  search: EventsSearch;
  onChange: (changes: Partial<Record<keyof EventsSearch, string | undefined>>) => void;
}

/** The events of a month: in its grid, or on a phone below a small one, day by day. */
export function MonthView({ search, onChange }: ViewProps) {
  const { t } = useTranslation('events');
  const said = useSaid();
  const isPhone = useMediaQuery('(max-width: 767px)');
  const today = dayOf(new Date());
  const month = search.month ?? monthOf(search.day ?? today);
  const weeks = weeksOf(month);
  const list = useMonth(search, weeks);
  const days = byDay(list.data?.results ?? []);
  const inside = weeks.flat().filter((day) => monthOf(day) === month);
  const isEmpty = list.isSuccess && !list.isPlaceholderData && !inside.some((day) => days.has(day));
  const grid = { month, weeks, days, today, chosen: search.day };
  const turn = (to: string) => onChange({ month: to, day: undefined });
  const empty = { search, month, onMonth: turn, onClear: () => onChange(NO_FILTERS) };
  return (
    <>
      <MonthTools month={month} today={today} onMonth={turn} />
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      <p role="status" className="visually-hidden">
        {list.data && !list.isPlaceholderData ? t('list.count', { count: list.data.count }) : ''}
      </p>
      {list.data && list.data.count > MOST ? (
        <p className={css.notice}>{t('month.cut', { count: MOST })}</p>
      ) : null}
      {isEmpty && !isPhone ? <EmptyMonth {...empty} /> : null}
      {list.isPending ? <LoadingState height={isPhone ? 360 : 720} /> : null}
      {list.data ? (
        <div aria-busy={list.isPlaceholderData}>
          <MonthGrid {...grid} small={isPhone} onMonth={turn} onOpen={(day) => onChange({ month, day })} />
        </div>
      ) : null}
      {isEmpty && isPhone && !search.day ? <EmptyMonth {...empty} /> : null}
      {list.data && isPhone ? (
        <Agenda {...grid} inside={inside} onWhole={() => onChange({ day: undefined })} />
      ) : null}
      <Modal
        open={!isPhone && search.day !== undefined && list.isSuccess}
        title={search.day ? said.day(search.day) : ''}
        footer={null}
        onCancel={() => onChange({ day: undefined })}
      >
        {search.day ? <DayEvents day={search.day} events={days.get(search.day) ?? []} /> : null}
      </Modal>
    </>
  );
}

/** All events of the weeks that hold the month, by the filters of the list. */
function useMonth(search: EventsSearch, weeks: readonly string[][]) {
  const since = weeks[0]?.[0];
  const until = weeks.at(-1)?.[6];
  return useQuery({
    ...eventsListOptions({ query: { ...filtersOf(search), when: 'all', since, until, page_size: MOST } }),
    placeholderData: keepPreviousData,
  });
}
