import { TreeSelect } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SectorNode, type SectorRow, sectorForest, sectorMatches } from './sectorTree';

interface Option {
  value: string;
  title: string;
  row: SectorRow;
  children: Option[];
}

const toOption = (node: SectorNode): Option => ({
  value: node.code,
  title: node.count === undefined ? node.name : `${node.name} (${node.count})`,
  row: node,
  children: node.children.map(toOption),
});

interface SectorSelectProps {
  rows: readonly SectorRow[];
  value?: string[];
  onChange?: (codes: string[]) => void;
  /** At most this many; 1 makes it a single choice, still given and taken as a list. */
  max?: number;
  /** Only the ends of the tree may be chosen, as for a company's primary sector. */
  leavesOnly?: boolean;
  id?: string;
  'aria-label'?: string;
  disabled?: boolean;
}

/** Chooses sectors from the tree by Chinese, pinyin or English. Fits into an antd Form.Item as it is. */
export function SectorSelect({ rows, value = [], onChange, max, leavesOnly, ...rest }: SectorSelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [opened, setOpened] = useState<(string | number)[]>([]);
  const treeData = useMemo(() => {
    const lock = (option: Option): Option & { disabled?: boolean } => ({
      ...option,
      children: option.children.map(lock),
      ...(leavesOnly && option.children.length > 0 ? { disabled: true } : {}),
    });
    return sectorForest(rows).map(toOption).map(lock);
  }, [rows, leavesOnly]);
  // Who types sees every hit. The kit opens the branches at a stroke only: with a tree that comes later they would stay shut.
  const branches = useMemo(() => [...new Set(rows.map(({ parent }) => parent))].filter(Boolean), [rows]);
  const single = max === 1;
  return (
    <TreeSelect
      {...rest}
      style={{ width: '100%' }}
      popupMatchSelectWidth={false}
      styles={{ popup: { root: { minWidth: 280 } } }}
      treeData={treeData}
      value={single ? value[0] : value}
      onChange={(chosen: string | string[] | undefined) => {
        const codes = chosen === undefined ? [] : [chosen].flat();
        onChange?.(max ? codes.slice(-max) : codes);
      }}
      onSelect={() => setTyped('')}
      multiple={!single}
      allowClear
      treeExpandedKeys={typed ? branches : opened}
      onTreeExpand={setOpened}
      showSearch={{
        searchValue: typed,
        onSearch: setTyped,
        filterTreeNode: (words, node) => sectorMatches((node as unknown as Option).row, words),
      }}
      treeNodeLabelProp="title"
      placeholder={t('sector.placeholder')}
      notFoundContent={rows.length === 0 ? t('state.loading') : t('sector.empty')}
    />
  );
}
