import { useTranslation } from 'react-i18next';
import type { Facet } from '../facets/facets';
import { moneyRange } from '../money';
import { type Range, RangeFacet } from './RangeFacet';

/** Amounts are typed in 万 and kept in whole units. */
const WAN = 10_000;
const PRESETS: Range[] = [{ high: 5e6 }, { low: 5e6, high: 2e7 }, { low: 2e7, high: 1e8 }, { low: 1e8 }];

const scaled = (range: Range, by: number): Range => ({
  ...(range.low === undefined ? {} : { low: Math.round(range.low * by) }),
  ...(range.high === undefined ? {} : { high: Math.round(range.high * by) }),
});
const inWan = (range: Range): Range => ({
  ...(range.low === undefined ? {} : { low: range.low / WAN }),
  ...(range.high === undefined ? {} : { high: range.high / WAN }),
});

/** A filter over an amount in CNY; `value` and `onChange` speak whole units. */
export function useAmountFacet(label: string, value: Range, onChange: (range: Range) => void): Facet {
  const { t, i18n } = useTranslation('cards');
  const end = (figure?: number) =>
    figure === undefined ? null : { amount: String(figure), currency: 'CNY' };
  const printed = ({ low, high }: Range) => moneyRange(end(low), end(high), i18n.language) ?? '';
  const held = value.low !== undefined || value.high !== undefined;
  return {
    key: 'amount',
    label,
    chips: held ? [{ key: 'amount', label: `${label} ${printed(value)}`, remove: () => onChange({}) }] : [],
    content: (
      <RangeFacet
        label={label}
        unit={t('range.wan')}
        value={inWan(value)}
        presets={PRESETS.map((preset) => ({ label: printed(preset), value: inWan(preset) }))}
        onChange={(range) => onChange(scaled(range, WAN))}
      />
    ),
  };
}
