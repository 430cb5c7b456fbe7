/** One row of the taxonomy as the server gives it, already named in the reader's language. */
export interface SectorRow {
  code: string;
  /** Blank for a top sector. */
  parent: string;
  name: string;
  /** Other words that find it: English, pinyin, traditional. */
  aliases?: readonly string[];
  count?: number;
}

export interface SectorNode extends SectorRow {
  children: SectorNode[];
}

/** Rows to a forest, in the order given. A row whose parent is missing stands at the top. */
export function sectorForest(rows: readonly SectorRow[]): SectorNode[] {
  const nodes = new Map(rows.map((row) => [row.code, { ...row, children: [] as SectorNode[] }]));
  const top: SectorNode[] = [];
  for (const node of nodes.values()) {
    const parent = nodes.get(node.parent);
    (parent?.children ?? top).push(node);
  }
  return top;
}

/** From the top down to the sector itself; empty when it is unknown. */
export function sectorPath(rows: readonly SectorRow[], code: string): SectorRow[] {
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const path: SectorRow[] = [];
  for (let row = byCode.get(code); row && !path.includes(row); row = byCode.get(row.parent)) {
    path.unshift(row);
  }
  return path;
}

/** Whether what was typed is part of the name, the code or another word of this sector. */
export function sectorMatches(row: SectorRow, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  return [row.name, row.code, ...(row.aliases ?? [])].some((word) => word.toLowerCase().includes(wanted));
}
