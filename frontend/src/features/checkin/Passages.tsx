import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckInList, Door } from '@/api';
import css from './checkin.module.css';
import type { DoorState } from './doorState';
import { countsOf, type Passage } from './judge';
import type { Doorkeeper } from './keeper';
import type { Reading } from './reading';
import { Scanner } from './Scanner';
import { signal } from './signals';
import { Typed } from './Typed';
import { nameOf } from './words';

interface PassagesProps {
  keeper: Doorkeeper;
  door: Door;
  list: CheckInList;
  guests: DoorState['guests'];
}

/** Which list, which way, how many came, and three ways to read a ticket: camera, hand scanner, fingers. */
export function Passages({ keeper, door, list, guests }: PassagesProps) {
  const { t } = useTranslation('checkin');
  const [wish, setWish] = useState<Passage>('entry');
  const passage: Passage = list.takes_entries && (wish === 'entry' || !list.takes_exits) ? 'entry' : 'exit';
  const read = useCallback(
    async (reading: Reading) => {
      const shown = await keeper.read(reading, passage);
      if (shown) signal(shown.result);
    },
    [keeper, passage],
  );
  const { came, expected } = countsOf(list, [...guests.values()]);
  return (
    <section className={css.panel} aria-labelledby="read">
      <h2 id="read">{t(`passage.${passage}`)}</h2>
      <ListChoice keeper={keeper} door={door} list={list} />
      {list.takes_entries && list.takes_exits ? (
        <fieldset className={css.ways}>
          <legend className="visually-hidden">{t('passage.label')}</legend>
          {(['entry', 'exit'] as const).map((each) => (
            <button key={each} type="button" aria-pressed={passage === each} onClick={() => setWish(each)}>
              {t(`passage.${each}`)}
            </button>
          ))}
        </fieldset>
      ) : null}
      <p className={css.count}>
        <strong>{came}</strong> / {expected} <span>{t('count')}</span>
      </p>
      <Scanner onText={(text) => read({ ticket: text })} />
      <Typed label={t('typed.label')} onReading={read} />
    </section>
  );
}

function ListChoice({ keeper, door, list }: Pick<PassagesProps, 'keeper' | 'door' | 'list'>) {
  const { t, i18n } = useTranslation('checkin');
  if (door.lists.length === 1) return <p className={css.quiet}>{nameOf(list, i18n.language)}</p>;
  return (
    <label className={css.field}>
      {t('list.label')}
      <select value={list.id} onChange={({ target }) => void keeper.choose(target.value)}>
        {door.lists.map((each) => (
          <option key={each.id} value={each.id}>
            {nameOf(each, i18n.language)}
          </option>
        ))}
      </select>
    </label>
  );
}
