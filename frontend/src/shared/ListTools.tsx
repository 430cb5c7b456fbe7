import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './listTools.module.css';

type Order =
  | 'soonest'
  | 'newest'
  | 'oldest'
  | 'updated'
  | 'name'
  | 'organization'
  | 'title'
  | 'kind'
  | 'amount';

interface ListToolsProps<Sort extends Order> {
  search?: { label: string; value: string | undefined; onSearch: (words: string) => void };
  /** The orders the server offers; the first is its own and does not stand in the address. */
  sort?: { offered: readonly Sort[]; value: Sort | undefined; onSort: (sort: Sort | undefined) => void };
  /** The address of the same list as a file. */
  exportHref?: string;
  /** Filters of this list alone. */
  children?: ReactNode;
}

/** What a list is asked: words, its own filters, the order, and the list as a file. */
export function ListTools<Sort extends Order>({ search, sort, exportHref, children }: ListToolsProps<Sort>) {
  const { t } = useTranslation();
  return (
    <div className={css.tools}>
      {search ? (
        <Input.Search
          key={search.value ?? ''}
          className={css.search ?? ''}
          defaultValue={search.value ?? ''}
          allowClear
          maxLength={80}
          aria-label={search.label}
          placeholder={search.label}
          onSearch={(words) => search.onSearch(words.trim())}
        />
      ) : null}
      {children}
      {sort ? (
        <Select<Sort>
          className={css.sort ?? ''}
          aria-label={t('list.sort')}
          value={sort.value ?? (sort.offered[0] as Sort)}
          options={sort.offered.map((value) => ({ value, label: t(`list.by.${value as Order}`) }))}
          onChange={(value) => sort.onSort(value === sort.offered[0] ? undefined : value)}
          popupMatchSelectWidth={false}
        />
      ) : null}
      {exportHref ? (
        <Button href={exportHref} download title={t('list.export_note')}>
          {t('list.export')}
        </Button>
      ) : null}
    </div>
  );
}
