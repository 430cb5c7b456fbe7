import type { TableColumnsType, TableProps } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './states/EmptyState';
import { ErrorState } from './states/ErrorState';
import { LoadingState } from './states/LoadingState';
import { orderingOf, sortedColumns } from './tableOrder';

const TableView = lazy(() => import('./TableView'));

interface DataTableProps<Row extends object> {
  /** Says what the table lists, for readers of a screen. */
  label: string;
  columns: TableColumnsType<Row>;
  rows: readonly Row[] | undefined;
  rowKey: keyof Row & string;
  /** All rows on the server, and where in them we are (pages from 1). */
  total: number;
  page: number;
  pageSize?: number;
  /** The server's order: a column key, with a minus when descending. Columns with `sorter: true` offer it. */
  ordering?: string;
  onChange: (next: { page: number; ordering: string | undefined }) => void;
  loading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  rowSelection?: TableProps<Row>['rowSelection'];
  empty?: string;
}

const VIRTUAL_ABOVE = 200;

/** A table whose pages and order are the server's; above 200 rows it draws only what is seen. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { t } = useTranslation();
  const {
    label,
    columns,
    rows,
    rowKey,
    total,
    page,
    pageSize = 20,
    ordering,
    onChange,
    loading,
    error,
  } = props;
  if (error) return <ErrorState error={error} {...(props.onRetry ? { onRetry: props.onRetry } : {})} />;
  // A header without rows would scroll sideways on a phone with nothing in it to reach by keyboard.
  if (rows?.length === 0 && !loading && page === 1)
    return (
      <section aria-label={label}>
        <EmptyState heading="h3" title={props.empty ?? t('table.empty')} />
      </section>
    );
  const virtual = (rows?.length ?? 0) > VIRTUAL_ABOVE;
  const asked: TableProps<Row> = {
    columns: sortedColumns(columns, ordering),
    dataSource: rows ?? [],
    rowKey,
    loading: loading ?? false,
    virtual,
    scroll: virtual ? { x: 'max-content', y: 640 } : { x: 'max-content' },
    ...(props.rowSelection ? { rowSelection: props.rowSelection } : {}),
    locale: { emptyText: <EmptyState heading="h3" title={props.empty ?? t('table.empty')} /> },
    pagination: {
      current: page,
      pageSize,
      total,
      showSizeChanger: false,
      showLessItems: true,
      hideOnSinglePage: true,
      showTotal: (count) => t('table.total', { count }),
    },
    onChange: (pagination, _filters, sorter, { action }) => {
      const next = orderingOf(sorter);
      onChange({ page: action === 'sort' ? 1 : (pagination.current ?? 1), ordering: next });
    },
  };
  return (
    <section aria-label={label}>
      <Suspense fallback={<LoadingState height={480} />}>
        {/* What is loaded late knows no kind of row; it hands each back to the columns it came with. */}
        <TableView {...(asked as unknown as TableProps<object>)} />
      </Suspense>
    </section>
  );
}
