import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Door } from '@/api';
import { LanguageSwitch } from '@/app/shell/Switches';
import { titleOf } from '@/shared/names';
import { LoadingState } from '@/shared/states/LoadingState';
import { useAwake } from '@/shared/useAwake';
import { usePageTitle } from '@/shared/usePageTitle';
import { Closed } from './Closed';
import css from './checkin.module.css';
import { DoorStatus } from './DoorStatus';
import type { DoorState } from './doorState';
import { FindGuest } from './FindGuest';
import { install } from './install';
import { Kiosk } from './Kiosk';
import type { Doorkeeper } from './keeper';
import { Outcome } from './Outcome';
import { Passages } from './Passages';
import { Recent } from './Recent';
import { useDoor } from './useDoor';
import { WalkIn } from './WalkIn';
import { Wipe } from './Wipe';

const route = getRouteApi('/checkin/$id');

/** The door of an event in the hand of whoever keeps it; works without the net. */
export function CheckinPage() {
  const { id } = route.useParams();
  const { keeper, state, isUnkeepable } = useDoor(id);
  useEffect(install, []);
  useAwake();
  if (isUnkeepable) return <Unkeepable />;
  if (!keeper || !state) return <LoadingState height={420} />;
  if (state.refusal) return <Closed event={id} keeper={keeper} state={state} refusal={state.refusal} />;
  if (!state.kept?.door) return <Unopened state={state} onRetry={() => void keeper.sync()} />;
  return <Open keeper={keeper} door={state.kept.door} />;
}

/** A phone that keeps nothing, as in a private window, cannot keep a door. */
function Unkeepable() {
  const { t } = useTranslation(['checkin', 'common']);
  return (
    <div className={css.page} role="alert">
      <h1>{t('checkin:unkeepable.title')}</h1>
      <p>{t('checkin:unkeepable.text')}</p>
      <button type="button" className={css.big} onClick={() => window.location.reload()}>
        {t('common:state.retry')}
      </button>
    </div>
  );
}

/** Before the first answer there is nothing to decide by. */
function Unopened({ state, onRetry }: { state: DoorState; onRetry: () => void }) {
  const { t } = useTranslation(['checkin', 'common']);
  if (state.link !== 'offline') return <LoadingState height={420} />;
  return (
    <div className={css.page} role="alert">
      <h1>{t('checkin:first.title')}</h1>
      <p>{t('checkin:first.text')}</p>
      <button type="button" className={css.big} onClick={onRetry}>
        {t('common:state.retry')}
      </button>
    </div>
  );
}

function Open({ keeper, door }: { keeper: Doorkeeper; door: Door }) {
  const { t, i18n } = useTranslation('checkin');
  const state = useStore(keeper.state);
  const title = titleOf(door, i18n.language);
  usePageTitle(t('title', { title }));
  const list = door.lists.find(({ id }) => id === state.kept?.list);
  if (door.role === 'kiosk' && list) return <Kiosk keeper={keeper} door={door} list={list} />;
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>{title}</h1>
        {door.device ? <p>{t('device', { name: door.device })}</p> : null}
        <DoorStatus state={state} onSync={() => void keeper.sync()} />
      </header>
      {list ? (
        <>
          <Passages keeper={keeper} door={door} list={list} guests={state.guests} />
          <FindGuest keeper={keeper} door={door} list={list} guests={state.guests} />
          <WalkIn keeper={keeper} door={door} list={list} />
        </>
      ) : (
        <p role="alert">{t('list.none')}</p>
      )}
      <Recent keeper={keeper} door={door} recent={state.recent} />
      <Wipe keeper={keeper} waiting={state.waiting} />
      <footer className={css.foot}>
        <LanguageSwitch />
      </footer>
      {state.last ? <Outcome key={state.last.nonce} shown={state.last} door={door} keeper={keeper} /> : null}
    </div>
  );
}
