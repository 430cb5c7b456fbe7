import { Table, type TableProps } from 'antd';

/** The table itself, a tenth of what a page may weigh: it comes while its rows are asked for. */
export default function TableView(props: TableProps<object>) {
  return <Table<object> {...props} />;
}
