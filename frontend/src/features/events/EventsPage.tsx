import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Input, Pagination, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventsListOptions } from '@/api/@tanstack/react-query.gen';
import { useSectors } from '@/app/sectors';
import { useViewer } from '@/app/viewer';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { SectorSelect } from '@/shared/sectors/SectorSelect';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { EventCard } from './EventCard';
import css from './events.module.css';
import { SlotPanel } from './SlotPanel';
import { type EventsSearch, PRESETS, WHENS } from './search';

const route = getRouteApi('/_app/events/');
const PAGE_SIZE = 20;

/** Roadshows and salons of the street: those to come first. */
export function EventsPage() {
  const { t } = useTranslation('events');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const me = useViewer();
  const list = useQuery({
    ...eventsListOptions({ query: { ...search, page_size: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });
  const change = (changes: Partial<Record<keyof EventsSearch, unknown>>) =>
    void navigate({
      search: compact({ ...search, page: undefined, ...changes }) as EventsSearch,
      replace: true,
    });
  return (
    <div className="wrap">
      <PageHeader
        title={t('list.title')}
        subtitle={t('list.subtitle')}
        actions={
          me ? <Button onClick={() => void navigate({ href: '/org' })}>{t('desk.title')}</Button> : null
        }
      />
      {me ? <SlotPanel /> : null}
      <Filters search={search} onChange={change} />
      {list.isPending ? <LoadingState height="60vh" /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data?.count === 0 ? (
        <EmptyState
          title={t('list.empty_title')}
          text={t('list.empty_text')}
          action={<Button onClick={() => void navigate({ search: {} })}>{t('list.clear')}</Button>}
        />
      ) : null}
      <p role="status" className="visually-hidden">
        {list.data ? t('list.count', { count: list.data.count }) : ''}
      </p>
      <ul className={css.list} aria-busy={list.isPlaceholderData}>
        {list.data?.results.map((event) => (
          <EventCard key={event.id} event={event} href={`/events/${event.id}`} />
        ))}
      </ul>
      <Pagination
        current={search.page ?? 1}
        pageSize={PAGE_SIZE}
        total={list.data?.count ?? 0}
        showSizeChanger={false}
        showLessItems
        hideOnSinglePage
        onChange={(page) => change({ page: page > 1 ? page : undefined })}
      />
    </div>
  );
}

interface FiltersProps {
  search: EventsSearch;
  onChange: (changes: Partial<Record<keyof EventsSearch, unknown>>) => void;
}

function Filters({ search, onChange }: FiltersProps) {
  const { t } = useTranslation('events');
  const { rows } = useSectors();
  return (
    <div className={css.filters}>
      <Input.Search
        key={search.q ?? ''}
        defaultValue={search.q ?? ''}
        maxLength={80}
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        onSearch={(q) => onChange({ q })}
      />
      <Select
        aria-label={t('list.when')}
        value={search.when ?? 'upcoming'}
        options={WHENS.map((value) => ({ value, label: t(`when.${value}`) }))}
        onChange={(when) => onChange({ when: when === 'upcoming' ? undefined : when })}
      />
      <Select
        allowClear
        aria-label={t('list.preset')}
        placeholder={t('list.preset')}
        value={search.preset ?? null}
        options={PRESETS.map((value) => ({ value, label: t(`preset.${value}`) }))}
        onChange={(preset) => onChange({ preset: preset ?? undefined })}
      />
      <SectorSelect
        rows={rows}
        max={1}
        aria-label={t('list.sector')}
        value={search.sector ? [search.sector] : []}
        onChange={([sector]) => onChange({ sector })}
      />
      <Input
        key={`in ${search.district ?? ''}`}
        defaultValue={search.district ?? ''}
        maxLength={80}
        aria-label={t('list.district')}
        placeholder={t('list.district')}
        onBlur={({ target }) => onChange({ district: target.value.trim() })}
        onPressEnter={({ currentTarget }) => onChange({ district: currentTarget.value.trim() })}
      />
    </div>
  );
}
