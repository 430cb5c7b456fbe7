import { useTranslation } from 'react-i18next';
import { kindName } from '@/shared/names';
import css from './judging.module.css';
import type { Criterion } from './words';

/** So many points still fit as buttons under a thumb; more are a slider. */
const BUTTONS = 10;

interface CriterionFieldProps {
  criterion: Criterion;
  value: number | undefined;
  /** Undefined takes the points back. */
  onChange: (value: number | undefined) => void;
}

/** One line of the rubric: what is judged, what the points mean, and the points. */
export function CriterionField({ criterion, value, onChange }: CriterionFieldProps) {
  const { t, i18n } = useTranslation('judging');
  const name = kindName(criterion, i18n.language);
  const anchors = (i18n.language.startsWith('en') && criterion.anchors_en) || criterion.anchors;
  const values = Array.from({ length: criterion.most_points + 1 }, (_, number) => number);
  return (
    <fieldset className={css.criterion}>
      <legend>
        {name}
        <small>
          {t('sheet.weight', { weight: criterion.weight })}
          {criterion.is_required ? '' : ` · ${t('sheet.optional')}`}
        </small>
      </legend>
      {anchors ? (
        <details className={css.anchors}>
          <summary>{t('sheet.anchors')}</summary>
          <p>{anchors}</p>
        </details>
      ) : null}
      {criterion.most_points <= BUTTONS ? (
        <div className={css.points}>
          {values.map((one) => (
            <label key={one} className={css.point}>
              <input
                type="radio"
                name={criterion.id}
                checked={value === one}
                aria-label={t('sheet.points', { value: one })}
                onChange={() => onChange(one)}
              />
              <span aria-hidden="true">{one}</span>
            </label>
          ))}
        </div>
      ) : (
        <Slider criterion={criterion} name={name} value={value} onChange={onChange} />
      )}
      {criterion.is_required || value === undefined ? null : (
        <button type="button" className={css.plain} onClick={() => onChange(undefined)}>
          {t('sheet.clear')}
        </button>
      )}
    </fieldset>
  );
}

/** More points than a row of buttons holds. */
function Slider({ criterion, name, value, onChange }: CriterionFieldProps & { name: string }) {
  const { t } = useTranslation('judging');
  return (
    <div className={css.slider}>
      <input
        type="range"
        min={0}
        max={criterion.most_points}
        value={value ?? 0}
        aria-label={name}
        aria-valuetext={value === undefined ? t('saved.empty') : t('sheet.points', { value })}
        onChange={({ target }) => onChange(Number(target.value))}
      />
      {/* A slider that was never moved stands at nought and cannot say so. */}
      <input
        type="number"
        min={0}
        max={criterion.most_points}
        value={value ?? ''}
        aria-label={t('sheet.typed', { name })}
        onChange={({ target }) => {
          const typed = Math.round(Number(target.value));
          onChange(target.value === '' ? undefined : Math.min(Math.max(typed, 0), criterion.most_points));
        }}
      />
    </div>
  );
}
