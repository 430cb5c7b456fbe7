import { Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import css from './search.module.css';

export type View = 'cards' | 'table';

interface ResultToolsProps {
  sorts: { value: string; label: string }[];
  sort: string;
  onSort: (sort: string) => void;
  view: View;
  onView: (view: View) => void;
}

/** The order of a list, and whether it shows cards or a table. */
export function ResultTools({ sorts, sort, onSort, view, onView }: ResultToolsProps) {
  const { t } = useTranslation('cards');
  return (
    <div className={css.tools}>
      <Select
        className={css.sort}
        aria-label={t('search.sort')}
        value={sort}
        options={sorts}
        onChange={onSort}
        popupMatchSelectWidth={false}
      />
      <Segmented<View>
        aria-label={t('search.view')}
        value={view}
        onChange={onView}
        options={[
          { value: 'cards', label: t('search.cards') },
          { value: 'table', label: t('search.table') },
        ]}
      />
    </div>
  );
}
