import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from './format';
import css from './shared.module.css';

interface StatTileProps {
  label: string;
  /** A count, or anything already printed. */
  value: number | ReactNode;
  /** Unit, date or source, in small. */
  note?: ReactNode;
}

export function StatTile({ label, value, note }: StatTileProps) {
  const { i18n } = useTranslation();
  return (
    <div className={css.stat}>
      <span className={css.statValue}>
        {typeof value === 'number' ? formatCount(value, i18n.language) : value}
      </span>
      <span className={css.statLabel}>{label}</span>
      {note ? <span className={css.statNote}>{note}</span> : null}
    </div>
  );
}
