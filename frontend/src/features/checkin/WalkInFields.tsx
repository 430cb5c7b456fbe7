import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckInList, Door } from '@/api';
import { Money } from '@/shared/Money';
import css from './checkin.module.css';
import { nameOf } from './words';

const MEANS = ['cash', 'other'] as const;

/** Who they are, which ticket, and how it was paid where it costs money. */
export function WalkInFields({ door, list }: { door: Door; list: CheckInList }) {
  const { t, i18n } = useTranslation('checkin');
  const kinds = door.kinds.filter(
    ({ id, takes_walk_ins }) => takes_walk_ins && (list.kinds.length === 0 || list.kinds.includes(id)),
  );
  const [chosen, setChosen] = useState(kinds[0]?.id ?? '');
  const kind = kinds.find(({ id }) => id === chosen);
  const costs = kind !== undefined && Number(kind.price.amount) > 0;
  return (
    <>
      <Line name="name" autoComplete="off" maxLength={80} />
      <Line name="organization" autoComplete="off" maxLength={120} />
      <Line name="contact" autoComplete="off" maxLength={254} />
      <label className={css.field}>
        <span>{t('walk_in.kind')}</span>
        <select name="ticket_type" value={chosen} onChange={({ target }) => setChosen(target.value)}>
          {kinds.map((one) => (
            <option key={one.id} value={one.id}>
              {nameOf(one, i18n.language)}
            </option>
          ))}
        </select>
      </label>
      {costs ? (
        <fieldset className={css.means}>
          <legend>
            {t('walk_in.take')} <Money value={kind.price} />
          </legend>
          {MEANS.map((means) => (
            <label key={means}>
              <input type="radio" name="means" value={means} required /> {t(`walk_in.means_${means}`)}
            </label>
          ))}
        </fieldset>
      ) : null}
    </>
  );
}

interface LineProps {
  name: 'name' | 'organization' | 'contact';
  autoComplete: string;
  maxLength: number;
}

function Line({ name, ...rest }: LineProps) {
  const { t } = useTranslation('checkin');
  return (
    <label className={css.field}>
      <span>{t(`walk_in.${name}`)}</span>
      <input className={css.input} name={name} required {...rest} />
    </label>
  );
}
