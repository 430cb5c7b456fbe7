import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../format';
import { type Facet, folded, type OptionFacet, toggled } from './facets';
import css from './facets.module.css';

const FOLD = 8;

function Options({ facet }: { facet: OptionFacet }) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const shown = open ? facet.options : folded(facet, FOLD);
  return (
    <>
      {shown.map(({ value, label, count }) => (
        <Checkbox
          key={value}
          className={count === 0 ? css.zero : undefined}
          checked={facet.chosen.includes(value)}
          onChange={() => facet.onChange(toggled(facet.chosen, value))}
        >
          <span className={css.option}>
            <span>{label}</span>
            <span className={css.count}>{formatCount(count, i18n.language)}</span>
          </span>
        </Checkbox>
      ))}
      {facet.options.length > shown.length || open ? (
        <Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('facets.less') : t('facets.more', { count: facet.options.length })}
        </Button>
      ) : null}
    </>
  );
}

export function FacetGroup({ facet }: { facet: Facet }) {
  return (
    <fieldset className={css.group}>
      <legend>{facet.label}</legend>
      {'content' in facet ? facet.content : <Options facet={facet} />}
    </fieldset>
  );
}
