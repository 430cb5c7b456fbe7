import { Button, Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icons';
import { useMediaQuery } from '../useMediaQuery';
import { FacetGroup } from './FacetGroup';
import { chipsOf, type Facet } from './facets';
import css from './facets.module.css';

interface FacetsProps {
  facets: Facet[];
  /** Results under the present choice; announced politely when it changes. */
  count: number | undefined;
  onClear: () => void;
  /** The list of results. */
  children: ReactNode;
}

function Chips({ facets, onClear }: Pick<FacetsProps, 'facets' | 'onClear'>) {
  const { t } = useTranslation();
  const chips = chipsOf(facets);
  if (chips.length === 0) return null;
  return (
    <ul className={css.chips} aria-label={t('facets.chosen')}>
      {chips.map(({ key, label, remove }) => (
        <li key={key}>
          <button
            type="button"
            className={css.chip}
            aria-label={t('facets.remove', { label })}
            onClick={remove}
          >
            {label}
            <Icon name="close" size={14} />
          </button>
        </li>
      ))}
      <li>
        <Button type="link" size="small" onClick={onClear}>
          {t('facets.clear')}
        </Button>
      </li>
    </ul>
  );
}

function Sheet({ facets, count, onClear }: Pick<FacetsProps, 'facets' | 'count' | 'onClear'>) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const chosen = chipsOf(facets).length;
  const close = () => setOpen(false);
  return (
    <>
      <Button icon={<Icon name="filter" size={18} />} onClick={() => setOpen(true)}>
        {chosen > 0 ? t('facets.open_count', { count: chosen }) : t('facets.open')}
      </Button>
      <Drawer
        open={open}
        onClose={close}
        placement="bottom"
        size="82vh"
        title={t('facets.title')}
        extra={<Button onClick={onClear}>{t('facets.clear')}</Button>}
        footer={
          <Button type="primary" block onClick={close}>
            {t('facets.show_results', { count: count ?? 0 })}
          </Button>
        }
      >
        {facets.map((facet) => (
          <FacetGroup key={facet.key} facet={facet} />
        ))}
      </Drawer>
    </>
  );
}

/** A list beside what narrows it: a panel on the left of wide windows, a sheet from below on phones. */
export function Facets({ facets, count, onClear, children }: FacetsProps) {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 1023px)');
  return (
    <div className={css.layout}>
      {narrow ? null : (
        <aside className={css.panel} aria-label={t('facets.title')}>
          {facets.map((facet) => (
            <FacetGroup key={facet.key} facet={facet} />
          ))}
        </aside>
      )}
      <div className={css.results}>
        <div className={css.bar}>
          {narrow ? <Sheet facets={facets} count={count} onClear={onClear} /> : null}
          <p role="status">{count === undefined ? '' : t('facets.results', { count })}</p>
        </div>
        <Chips facets={facets} onClear={onClear} />
        {children}
      </div>
    </div>
  );
}
