import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GetSectorTreeResponse } from '@/api';
import { getSectorTreeOptions } from '@/api/@tanstack/react-query.gen';
import { type SectorRow, sectorPath } from '@/shared/sectors/sectorTree';

type Sector = GetSectorTreeResponse['sectors'][number];

const NAME: Record<string, keyof Pick<Sector, 'name_zh' | 'name_zh_hant' | 'name_en'>> = {
  'zh-Hans': 'name_zh',
  'zh-Hant': 'name_zh_hant',
  en: 'name_en',
};

/** The tree in one language, in the order of the edition; every other word stays findable as an alias. */
export function sectorRows(sectors: readonly Sector[], language: string): SectorRow[] {
  const key = NAME[language] ?? 'name_zh';
  return sectors.map(({ code, parent, aliases, pinyin, ...names }) => ({
    code,
    parent,
    name: names[key],
    aliases: [names.name_zh, names.name_zh_hant, names.name_en, pinyin, ...aliases],
  }));
}

export interface Sectors {
  /** Empty until the tree is there. */
  rows: SectorRow[];
  /** The sector's own name; the code while the tree is not there or does not know it. */
  nameOf: (code: string) => string;
  /** 新能源 › 储能与电池 */
  pathOf: (code: string) => string;
}

/** The sector tree in the page's language, read once. For `SectorSelect`, labels and paths. */
export function useSectors(): Sectors {
  const { i18n } = useTranslation();
  const { data } = useQuery({ ...getSectorTreeOptions(), staleTime: 60 * 60_000 });
  return useMemo(() => {
    const rows = sectorRows(data?.sectors ?? [], i18n.language);
    const names = new Map(rows.map(({ code, name }) => [code, name]));
    const path = (code: string) => sectorPath(rows, code).map(({ name }) => name);
    return {
      rows,
      nameOf: (code) => names.get(code) ?? code,
      pathOf: (code) => path(code).join(' › ') || code,
    };
  }, [data, i18n.language]);
}
