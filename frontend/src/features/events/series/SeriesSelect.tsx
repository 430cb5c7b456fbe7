import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventSeriesListOptions } from '@/api/@tanstack/react-query.gen';
import css from '../events.module.css';

interface SeriesSelectProps {
  value: string | undefined;
  onChange: (series: string | undefined) => void;
}

/** The events of one series alone; nothing where there is none. */
export function SeriesSelect({ value, onChange }: SeriesSelectProps) {
  const { t } = useTranslation('series');
  const list = useQuery(eventSeriesListOptions({ query: { page_size: 100 } }));
  const options = list.data?.results.map(({ id, title }) => ({ value: id, label: title })) ?? [];
  if (options.length === 0) return null;
  return (
    <div className={css.tools}>
      <Select
        allowClear
        className={css.choice}
        aria-label={t('filter')}
        placeholder={t('filter')}
        value={value ?? null}
        options={options}
        onChange={(series) => onChange(series ?? undefined)}
      />
    </div>
  );
}
