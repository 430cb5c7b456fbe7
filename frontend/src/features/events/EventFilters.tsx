import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSectors } from '@/app/sectors';
import { SectorSelect } from '@/shared/sectors/SectorSelect';
import css from './events.module.css';
import { type EventsSearch, PRESETS, WHENS } from './search';

interface FiltersProps {
  search: EventsSearch;
  onChange: (changes: Partial<Record<keyof EventsSearch, unknown>>) => void;
}

/** What the events are narrowed by, in the list and in the month alike; the month is itself a time. */
export function EventFilters({ search, onChange }: FiltersProps) {
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
      {search.view === 'month' ? null : (
        <Select
          aria-label={t('list.when')}
          value={search.when ?? 'upcoming'}
          options={WHENS.map((value) => ({ value, label: t(`when.${value}`) }))}
          onChange={(when) => onChange({ when: when === 'upcoming' ? undefined : when })}
        />
      )}
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
