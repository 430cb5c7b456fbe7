import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { titleOf } from '@/shared/names';
import { usePageTitle } from '@/shared/usePageTitle';
import css from './checkin.module.css';
import { install } from './install';
import { type KeptDoor, openStore, sweep } from './store';

/** The doors this phone keeps: where the installed page begins. */
export function DoorsPage() {
  const { t, i18n } = useTranslation('checkin');
  const [doors, setDoors] = useState<KeptDoor[] | null>(null);
  usePageTitle(t('doors.title'));
  useEffect(install, []);
  useEffect(() => {
    void openStore().then(async (store) => {
      await sweep(store, new Date());
      setDoors(await store.getAll('doors'));
    });
  }, []);
  return (
    <div className={css.page}>
      <h1>{t('doors.title')}</h1>
      <p>{t('doors.text')}</p>
      <ul className={css.people}>
        {(doors ?? []).map(({ event, door }) => (
          <li key={event}>
            <AppLink className={css.big} href={`/checkin/${event}`}>
              {door ? titleOf(door, i18n.language) : event}
            </AppLink>
          </li>
        ))}
      </ul>
      {doors?.length === 0 ? <p>{t('doors.none')}</p> : null}
    </div>
  );
}
