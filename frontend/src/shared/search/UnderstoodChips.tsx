import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icons';
import { OtherMeanings } from './OtherMeanings';
import { keyOf, type Piece, shown } from './understood';
import css from './understood.module.css';
import { useMeaningLabel } from './useMeaningLabel';

interface UnderstoodChipsProps {
  pieces: readonly Piece[];
  nameOf: (sector: string) => string;
  /** The whole text, otherwise. */
  onChange: (query: string) => void;
}

/** What the box was understood as: each reading can be taken out, turned round, or read differently. */
export function UnderstoodChips({ pieces, nameOf, onChange }: UnderstoodChipsProps) {
  const { t } = useTranslation('cards');
  const { kindOf, labelOf } = useMeaningLabel(nameOf);
  const [opened, setOpened] = useState('');
  const found = shown(pieces);
  if (found.length === 0) return null;
  const asked = found.filter((piece) => piece.choices.length > 0 || opened === keyOf(piece));
  return (
    <section className={css.understood} aria-label={t('search.understood')}>
      <ul className={css.chips}>
        <li className={css.title}>{t('search.understood')}</li>
        {found.map((piece) => (
          <Chip
            key={keyOf(piece)}
            piece={piece}
            kind={kindOf(piece.kind)}
            label={labelOf(piece)}
            isOpen={opened === keyOf(piece)}
            onOpen={(open) => setOpened(open ? keyOf(piece) : '')}
            onRemove={() => onChange(piece.without)}
          />
        ))}
      </ul>
      {asked.length > 0 ? (
        <div className={css.sheet}>
          {asked.map((piece) => (
            <OtherMeanings
              key={keyOf(piece)}
              piece={piece}
              isOpen={opened === keyOf(piece)}
              kindOf={kindOf}
              labelOf={labelOf}
              onChange={onChange}
            />
          ))}
        </div>
      ) : null}
    </section>
  );
}

interface ChipProps {
  piece: Piece;
  kind: string;
  label: string;
  isOpen: boolean;
  onOpen: (open: boolean) => void;
  onRemove: () => void;
}

function Chip({ piece, kind, label, isOpen, onOpen, onRemove }: ChipProps) {
  const { t } = useTranslation('cards');
  const { excluded, choices, turned } = piece;
  const said = `${excluded ? t('search.excluded') : ''}${kind} ${label}`;
  const tone = excluded ? css.excluded : choices.length > 0 ? css.unsure : undefined;
  const text = (
    <>
      <small>{excluded ? t('search.not_kind', { kind }) : kind}</small>
      <span className={css.value}>{label}</span>
    </>
  );
  return (
    <li className={`${css.chip} ${tone ?? ''}`}>
      {turned || choices.length > 0 ? (
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={t('search.change', { label: said })}
          onClick={() => onOpen(!isOpen)}
        >
          {text}
        </button>
      ) : (
        <span className={css.still}>{text}</span>
      )}
      <button
        type="button"
        className={css.remove}
        aria-label={t('search.remove', { label: said })}
        onClick={onRemove}
      >
        <Icon name="close" size={13} />
      </button>
    </li>
  );
}
