import { useTranslation } from 'react-i18next';
import { formatDate, formatDateTime, formatRelative } from './format';

interface TimeProps {
  /** RFC 3339 time, or a plain day. */
  value: string;
  /** `relative` (3天前, absolute on hover), `date` or `datetime`. */
  as?: 'relative' | 'date' | 'datetime';
}

export function Time({ value, as = 'relative' }: TimeProps) {
  const { i18n } = useTranslation();
  const day = value.length === 10;
  const absolute = day ? formatDate(value, i18n.language) : formatDateTime(value, i18n.language);
  const shown = {
    relative: () => formatRelative(value, i18n.language),
    date: () => formatDate(value, i18n.language),
    datetime: () => absolute,
  }[as]();
  return (
    <time dateTime={value} title={absolute}>
      {shown}
    </time>
  );
}
