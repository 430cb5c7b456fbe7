import { Button, Checkbox } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toggled } from '../facets/facets';
import facetCss from '../facets/facets.module.css';
import { formatCount } from '../format';
import { type SectorNode, type SectorRow, sectorForest } from '../sectors/sectorTree';
import css from './search.module.css';

interface SectorFacetProps {
  rows: readonly SectorRow[];
  counts: ReadonlyMap<string, number>;
  chosen: string[];
  onChange: (codes: string[]) => void;
}

const FOLD = 8;

/** The sector tree as a filter: counts beside names, branches opened one by one. */
export function SectorFacet({ rows, counts, chosen, onChange }: SectorFacetProps) {
  const { t } = useTranslation('cards');
  const [all, setAll] = useState(false);
  const forest = useMemo(() => {
    const count = (node: SectorNode) => counts.get(node.code) ?? 0;
    return sectorForest(rows).sort((a, b) => count(b) - count(a));
  }, [rows, counts]);
  const isHeld = (node: SectorNode): boolean => chosen.includes(node.code) || node.children.some(isHeld);
  const shown = all ? forest : forest.filter((node, index) => index < FOLD || isHeld(node));
  const tick = { counts, chosen, onChange };
  return (
    <>
      <ul className={css.tree}>
        {shown.map((node) => (
          <Branch key={node.code} node={node} tick={tick} mustShow={node.children.some(isHeld)} />
        ))}
      </ul>
      {forest.length > FOLD ? (
        <Button type="link" size="small" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('search.fewer_sectors') : t('search.all_sectors', { count: forest.length })}
        </Button>
      ) : null}
    </>
  );
}

type Tick = Pick<SectorFacetProps, 'counts' | 'chosen' | 'onChange'>;

/** One sector with those below it; open while one of them is chosen. */
function Branch({ node, tick, mustShow }: { node: SectorNode; tick: Tick; mustShow: boolean }) {
  const { t } = useTranslation('cards');
  const [open, setOpen] = useState(false);
  const isOpen = open || mustShow;
  return (
    <li>
      <div className={css.branch}>
        <Line node={node} {...tick} isTop />
        {node.children.length > 0 ? (
          <button
            type="button"
            className={css.twist}
            aria-expanded={isOpen}
            aria-label={t('search.subsectors', { name: node.name })}
            onClick={() => setOpen(!open)}
          >
            <svg aria-hidden="true" width="12" height="12" viewBox="0 0 12 12" fill="none">
              <path d="m3 4.5 3 3 3-3" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
            </svg>
          </button>
        ) : null}
      </div>
      {isOpen && node.children.length > 0 ? (
        <ul className={css.twigs}>
          {node.children.map((child) => (
            <li key={child.code}>
              <Line node={child} {...tick} isTop={false} />
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function Line({ node, counts, chosen, onChange, isTop }: Tick & { node: SectorNode; isTop: boolean }) {
  const { i18n } = useTranslation();
  const count = counts.get(node.code);
  return (
    <Checkbox
      className={isTop && !count ? facetCss.zero : undefined}
      checked={chosen.includes(node.code)}
      onChange={() => onChange(toggled(chosen, node.code))}
    >
      <span className={facetCss.option}>
        <span>{node.name}</span>
        <span className={facetCss.count}>
          {count === undefined && !isTop ? '' : formatCount(count ?? 0, i18n.language)}
        </span>
      </span>
    </Checkbox>
  );
}
