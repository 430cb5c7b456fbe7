import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { AuditSearch } from './search';

const dayOf = (day: string | undefined) => (day ? dayjs(day) : null);

interface DaysProps {
  search: AuditSearch;
  set: (next: Partial<AuditSearch>) => void;
}

/** From which day to which; either end may stay open. */
export default function Days({ search: { since, until }, set }: DaysProps) {
  const { t } = useTranslation('operator');
  return (
    <DatePicker.RangePicker
      aria-label={t('audit.days')}
      allowEmpty={[true, true]}
      value={[dayOf(since), dayOf(until)]}
      placeholder={[t('audit.since'), t('audit.until')]}
      minDate={dayjs('2000-01-01')}
      maxDate={dayjs('2100-12-31')}
      onChange={(days) =>
        set({
          since: days?.[0]?.format('YYYY-MM-DD'),
          until: days?.[1]?.format('YYYY-MM-DD'),
        } as Partial<AuditSearch>)
      }
    />
  );
}
