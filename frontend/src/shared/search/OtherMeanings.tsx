import { useTranslation } from 'react-i18next';
import { Icon } from '../icons';
import type { Meaning, Piece } from './understood';
import css from './understood.module.css';

interface OtherMeaningsProps {
  piece: Piece;
  /** Whether its chip was opened: then it can be turned round too. */
  isOpen: boolean;
  kindOf: (kind: string) => string;
  labelOf: (meaning: Meaning) => string;
  onChange: (query: string) => void;
}

/** What else a piece may mean, each a button that asks the other question. */
export function OtherMeanings({ piece, isOpen, kindOf, labelOf, onChange }: OtherMeaningsProps) {
  const { t } = useTranslation('cards');
  const { text, choices, turned, excluded } = piece;
  return (
    <fieldset className={css.others}>
      <legend>{t('search.others_of', { text })}</legend>
      <span className={css.lead} aria-hidden="true">
        <Icon name="question" size={15} />
        {choices.length > 0 ? t('search.others', { text }) : t('search.about', { text })}
      </span>
      {choices.map((choice) => (
        <button type="button" key={choice.query} onClick={() => onChange(choice.query)}>
          <small>{kindOf(choice.kind)}</small> {labelOf(choice)}
        </button>
      ))}
      {isOpen && turned ? (
        <button type="button" onClick={() => onChange(turned)}>
          {excluded ? t('search.want') : t('search.exclude')}
        </button>
      ) : null}
    </fieldset>
  );
}
