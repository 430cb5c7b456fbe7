import { useTranslation } from 'react-i18next';
import { useStageLabel } from '../labels';
import { moneyRange } from '../money';
import { amountEnds, type Meaning } from './understood';

/** Names a meaning in the page's language: its kind, and what it says. */
export function useMeaningLabel(nameOf: (sector: string) => string) {
  const { t, i18n } = useTranslation('cards');
  const stageLabel = useStageLabel();
  const lookup = t as unknown as (key: string, options: object) => string;
  const amount = (value: string) => {
    const { low, high, currency } = amountEnds(value);
    const end = (figure: string | null) => (figure === null ? null : { amount: figure, currency });
    return moneyRange(end(low), end(high), i18n.language) ?? value;
  };
  const one = (kind: string, value: string) => {
    if (kind === 'sector') return nameOf(value);
    if (kind === 'stage') return stageLabel(value);
    if (kind === 'amount') return amount(value);
    return lookup(`label.${kind}.${value}`, { defaultValue: value });
  };
  return {
    kindOf: (kind: string) => lookup(`understood.${kind}`, { defaultValue: '' }),
    labelOf: ({ kind, values, label }: Meaning) =>
      label || values.map((value) => one(kind, value)).join(' / '),
  };
}
