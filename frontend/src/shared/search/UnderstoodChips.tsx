import { useTranslation } from 'react-i18next';
import { Icon } from '../icons';
import { moneyRange } from '../money';
import css from './search.module.css';
import { amountEnds, type Piece, type Reading, readings, withoutReading } from './understood';

interface UnderstoodChipsProps {
  query: string;
  pieces: readonly Piece[];
  nameOf: (sector: string) => string;
  stageLabel: (stage: string) => string;
  onChange: (query: string) => void;
}

/** What the box was understood as, each reading removable on its own. */
export function UnderstoodChips({ query, pieces, nameOf, stageLabel, onChange }: UnderstoodChipsProps) {
  const { t, i18n } = useTranslation('cards');
  const found = readings(pieces);
  if (found.length === 0) return null;

  const amount = (value: string) => {
    const { low, high, currency } = amountEnds(value);
    const end = (figure: string | null) => (figure === null ? null : { amount: figure, currency });
    return moneyRange(end(low), end(high), i18n.language) ?? value;
  };
  const labelOf = ({ kind, text, values }: Reading) => {
    if (kind === 'sector') return values.map(nameOf).join(' / ');
    if (kind === 'stage') return values.map(stageLabel).join(' / ');
    return kind === 'amount' ? values.map(amount).join(' / ') : text;
  };
  const kindOf = t as unknown as (key: string, options: object) => string;
  return (
    <div className={css.understood}>
      <span>{t('search.understood')}</span>
      <ul aria-label={t('search.understood')}>
        {found.map((reading) => {
          const label = `${kindOf(`understood.${reading.kind}`, { defaultValue: '' })} ${labelOf(reading)}`;
          return (
            <li key={`${reading.kind}:${reading.text}`}>
              <button
                type="button"
                aria-label={t('search.remove', { label })}
                onClick={() => onChange(withoutReading(query, reading, pieces))}
              >
                {label}
                <Icon name="close" size={13} />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
