import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckInList, Door } from '@/api';
import css from './checkin.module.css';
import type { DoorState } from './doorState';
import type { Doorkeeper } from './keeper';
import { signal } from './signals';
import type { StoredGuest } from './store';
import { clock, nameOf } from './words';

const SHOWN = 20;

interface FindProps {
  keeper: Doorkeeper;
  door: Door;
  list: CheckInList;
  guests: DoorState['guests'];
}

/** For who has left the ticket at home: found by name, among what this phone knows. */
export function FindGuest({ keeper, door, list, guests }: FindProps) {
  const { t } = useTranslation('checkin');
  const [words, setWords] = useState('');
  const found = words.trim() ? matching([...guests.values()], words) : [];
  return (
    <section className={css.panel} aria-labelledby="find">
      <h2 id="find">{t('find.title')}</h2>
      <input
        className={css.input}
        value={words}
        maxLength={80}
        autoComplete="off"
        aria-label={t('find.label')}
        placeholder={t('find.label')}
        onChange={({ target }) => setWords(target.value)}
      />
      <p className={css.quiet} role="status">
        {words.trim() && found.length === 0 ? t('find.none') : null}
        {found.length > SHOWN ? t('find.more', { count: SHOWN }) : null}
      </p>
      <ul className={css.people}>
        {found.slice(0, SHOWN).map((guest) => (
          <Guest key={guest.code} guest={guest} keeper={keeper} door={door} list={list} />
        ))}
      </ul>
    </section>
  );
}

function matching(guests: StoredGuest[], words: string): StoredGuest[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return guests.filter(({ name, organization, code }) => {
    const text = `${name} ${organization} ${code}`.toLowerCase();
    return name && wanted.every((word) => text.includes(word));
  });
}

function Guest({ guest, keeper, door, list }: Omit<FindProps, 'guests'> & { guest: StoredGuest }) {
  const { t, i18n } = useTranslation('checkin');
  const mark = guest.marks.find((one) => one.list === list.id);
  const kind = door.kinds.find(({ id }) => id === guest.kind);
  const passage = !list.takes_entries || (mark?.kind === 'entry' && list.takes_exits) ? 'exit' : 'entry';
  const pass = async () => {
    const shown = await keeper.read({ guest }, passage);
    if (shown) signal(shown.result);
  };
  return (
    <li>
      <span>
        <strong>{guest.name}</strong> {guest.organization}
        <small>
          {kind ? nameOf(kind, i18n.language) : ''} {guest.code}
          {mark
            ? ` · ${t(mark.kind === 'entry' ? 'since' : 'left', { time: clock(mark.at, i18n.language) })}`
            : ''}
        </small>
      </span>
      <button
        type="button"
        className={css.big}
        onClick={() => void pass()}
        aria-label={t('find.pass', { name: guest.name, way: t(`passage.${passage}`) })}
      >
        {t(`passage.${passage}`)}
      </button>
    </li>
  );
}
