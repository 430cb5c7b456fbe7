import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput } from '@/api';
import { compact } from '@/shared/search/address';
import { GuestChoices } from './GuestChoices';
import css from './guests.module.css';
import type { GuestFilters } from './search';

interface ToWhomProps {
  event: EventDetailOutput;
  filters: GuestFilters;
  onChange: (filters: GuestFilters) => void;
}

/** Which guests a mail goes to: the filters of the table. */
export function ToWhom({ event, filters, onChange }: ToWhomProps) {
  const { t } = useTranslation('guests');
  const change = (changes: Partial<GuestFilters>) => onChange(compact({ ...filters, ...changes }));
  return (
    <>
      <p>{t('mails.to_whom')}</p>
      <div className={css.filters}>
        <GuestChoices event={event} filters={filters} change={change} />
        <Input
          className={css.choice ?? ''}
          style={{ maxWidth: 260 }}
          aria-label={t('search')}
          placeholder={t('search')}
          allowClear
          maxLength={80}
          value={filters.q ?? ''}
          onChange={({ target }) => change({ q: target.value })}
        />
      </div>
    </>
  );
}
