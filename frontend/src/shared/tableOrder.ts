import type { TableColumnsType, TableProps } from 'antd';

type Sorter<Row> = Parameters<NonNullable<TableProps<Row>['onChange']>>[2];

/** antd's idea of the order as the server's: `name`, `-name` or undefined for its own. */
export function orderingOf<Row>(sorter: Sorter<Row>): string | undefined {
  const first = Array.isArray(sorter) ? sorter[0] : sorter;
  if (!first?.order || first.columnKey === undefined) return undefined;
  return first.order === 'descend' ? `-${String(first.columnKey)}` : String(first.columnKey);
}

/** Marks the column that the address says the list is ordered by. */
export function sortedColumns<Row>(
  columns: TableColumnsType<Row>,
  ordering: string | undefined,
): TableColumnsType<Row> {
  const key = ordering?.replace(/^-/, '');
  return columns.map((column) => {
    if (!('sorter' in column) || !column.sorter) return column;
    const order = ordering?.startsWith('-') ? ('descend' as const) : ('ascend' as const);
    return { ...column, sortOrder: column.key === key ? order : null };
  });
}
