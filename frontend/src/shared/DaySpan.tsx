import { DatePicker } from 'antd';
import dayjs from 'dayjs';

const dayOf = (day: string | undefined) => (day ? dayjs(day) : null);

interface DaySpanProps {
  label: string;
  /** What the two fields say while they are empty. */
  ends: [string, string];
  since: string | undefined;
  until: string | undefined;
  onChange: (since: string | undefined, until: string | undefined) => void;
}

/** From which day to which; either end may stay open. The calendar is heavy, so pages load this lazily. */
export default function DaySpan({ label, ends, since, until, onChange }: DaySpanProps) {
  return (
    <DatePicker.RangePicker
      aria-label={label}
      allowEmpty={[true, true]}
      value={[dayOf(since), dayOf(until)]}
      placeholder={ends}
      minDate={dayjs('2000-01-01')}
      maxDate={dayjs('2100-12-31')}
      onChange={(days) => onChange(days?.[0]?.format('YYYY-MM-DD'), days?.[1]?.format('YYYY-MM-DD'))}
    />
  );
}
