import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import css from '../guests.module.css';
import { COLUMNS, type Mapping, remapped } from './table';

interface ColumnsProps {
  columns: string[];
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

/** Of each of our columns, which of theirs it is read from. */
export function Columns({ columns, mapping, onChange }: ColumnsProps) {
  const { t } = useTranslation('guestImport');
  const options = columns.filter(Boolean).map((value) => ({ value, label: value }));
  return (
    <div className={css.words}>
      {COLUMNS.map((ours) => (
        <div key={ours}>
          <label htmlFor={`column-${ours}`}>{t(`column.${ours}`)}</label>
          <Select
            id={`column-${ours}`}
            style={{ width: '100%' }}
            allowClear
            placeholder={t('columns.none')}
            value={mapping[ours] ?? null}
            options={options}
            onChange={(theirs: string | undefined) => onChange(remapped(mapping, ours, theirs))}
          />
        </div>
      ))}
    </div>
  );
}
