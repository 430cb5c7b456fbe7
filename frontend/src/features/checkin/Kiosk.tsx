import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { CheckInList, Door } from '@/api';
import { LanguageSwitch } from '@/app/shell/Switches';
import { titleOf } from '@/shared/names';
import css from './checkin.module.css';
import type { Doorkeeper } from './keeper';
import type { Reading, Shown } from './reading';
import { Scanner } from './Scanner';
import { signal, toneOf } from './signals';
import { Typed } from './Typed';
import { clock } from './words';

interface KioskProps {
  keeper: Doorkeeper;
  door: Door;
  list: CheckInList;
}

/** A tablet at the entrance: each guest shows their own ticket. It knows no names, and goes back to its start by itself. */
export function Kiosk({ keeper, door, list }: KioskProps) {
  const { t, i18n } = useTranslation('checkin');
  const { last, link, isBroken } = useStore(keeper.state);
  const read = useCallback(
    async (reading: Reading) => {
      const shown = await keeper.read(reading, list.takes_entries ? 'entry' : 'exit');
      if (shown) signal(shown.result);
    },
    [keeper, list.takes_entries],
  );
  return (
    <main className={css.kiosk}>
      <h1>{titleOf(door, i18n.language)}</h1>
      <p className={css.invitation}>{t('kiosk.invitation')}</p>
      <Scanner startsOn onText={(text) => read({ ticket: text })} />
      <Typed label={t('kiosk.typed')} onReading={read} />
      <footer className={css.foot}>
        <LanguageSwitch />
        <span role="status">{link === 'offline' ? t('kiosk.alone') : ''}</span>
        <span role="alert">{isBroken ? t('kiosk.broken') : ''}</span>
      </footer>
      {last ? <Answer key={last.nonce} shown={last} keeper={keeper} /> : null}
    </main>
  );
}

/** As long as it takes to read: a welcome is short, whoever is sent to somebody reads on. */
const STAYS = { good: 4000, warn: 7000, bad: 9000 };
const SIGN = { good: '✓', warn: '!', bad: '✕' };

function Answer({ shown, keeper }: { shown: Shown; keeper: Doorkeeper }) {
  const { t, i18n } = useTranslation('checkin');
  const tone = toneOf(shown.result);
  useEffect(() => {
    const timer = setTimeout(() => keeper.dismiss(), STAYS[tone]);
    return () => clearTimeout(timer);
  }, [tone, keeper]);
  const { guest, passage, reason, since } = shown;
  const word =
    tone === 'good' ? (passage === 'entry' ? 'welcome' : 'goodbye') : tone === 'warn' ? 'already' : 'no';
  return (
    <div className={css.outcome} role="alert" data-tone={tone} data-result={shown.result}>
      <span className={css.sign} aria-hidden="true">
        {SIGN[tone]}
      </span>
      <p className={css.word}>{t(`kiosk.${word}`)}</p>
      {tone === 'good' && guest?.name ? (
        <p className={css.who}>
          <strong>{guest.name}</strong>
        </p>
      ) : null}
      {reason ? <p className={css.why}>{t(`reason.${reason}`)}</p> : null}
      {since ? <p className={css.why}>{t('since', { time: clock(since, i18n.language) })}</p> : null}
      {tone === 'good' ? null : <p className={css.why}>{t('kiosk.ask')}</p>}
      <div className={css.answers}>
        <button type="button" onClick={() => keeper.dismiss()}>
          {t('kiosk.next')}
        </button>
      </div>
    </div>
  );
}
