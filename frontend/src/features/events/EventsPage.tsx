import { getRouteApi } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '@/app/viewer';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { LoadingState } from '@/shared/states/LoadingState';
import { EventFilters } from './EventFilters';
import { EventList } from './EventList';
import { dayOf, monthOf } from './month/days';
import { SlotPanel } from './SlotPanel';
import { type EventsSearch, filtersOf } from './search';

const route = getRouteApi('/_app/events/');
// The list is what most people come for; the month is fetched when it is asked for.
const MonthView = lazy(() => import('./month/MonthView').then((found) => ({ default: found.MonthView })));

/** Roadshows and salons of the street: those to come first, or month by month. */
export function EventsPage() {
  const { t } = useTranslation('events');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const me = useViewer();
  const show = (next: object) =>
    void navigate({ search: compact(next) as EventsSearch, replace: true, resetScroll: false });
  const change = (changes: Partial<Record<keyof EventsSearch, unknown>>) =>
    show({ ...search, page: undefined, ...changes });
  const isMonth = search.view === 'month';
  return (
    <div className="wrap">
      <PageHeader
        title={t('list.title')}
        subtitle={t('list.subtitle')}
        actions={
          <>
            <Segmented
              aria-label={t('list.view')}
              value={search.view ?? 'list'}
              options={[
                { value: 'list', label: t('list.as_list') },
                { value: 'month', label: t('list.as_month') },
              ]}
              onChange={(view) =>
                show({
                  ...filtersOf(search),
                  // Named, so that the address still means this month when it is opened later.
                  ...(view === 'month' ? { view, month: monthOf(dayOf(new Date())) } : {}),
                })
              }
            />
            {me ? <Button onClick={() => void navigate({ href: '/org' })}>{t('desk.title')}</Button> : null}
          </>
        }
      />
      {me ? <SlotPanel /> : null}
      <EventFilters search={search} onChange={change} />
      {isMonth ? (
        <Suspense fallback={<LoadingState height="60vh" />}>
          <MonthView search={search} onChange={change} />
        </Suspense>
      ) : (
        <EventList search={search} onPage={(page) => change({ page })} onClear={() => show({})} />
      )}
    </div>
  );
}
