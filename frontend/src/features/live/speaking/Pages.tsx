import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Room } from '@/app/live/useRoom';
import { pageBeside, type RoadshowState } from '../room';
import { useClicker } from '../useClicker';
import { useIntent } from '../useIntent';
import type { OwnLine } from './speaking';
import css from './speaking.module.css';
import { useOwnPage } from './useSpeaking';

/** The page of the deck: the one the hall sees while the line is on stage, and before that the one that is leafed to. */
export function usePages(
  event: string,
  line: OwnLine,
  state: RoadshowState,
  room: Pick<Room<RoadshowState>, 'command'>,
) {
  const [leafed, setLeafed] = useState(1);
  const { shown, now, send, refusal } = useIntent(state, room.command);
  const isNow = state.phase === 'live' && state.item_id === line.id && state.pages > 0;
  const pages = isNow ? state.pages : line.pages;
  const page = isNow ? shown.page : Math.min(leafed, pages);
  const turn = (step: 1 | -1) => {
    const to = isNow ? pageBeside(now(), step) : pageBeside({ ...state, page, pages }, step);
    if (!to) return;
    if (isNow) void send('speaker.turn_page', { room: event, item: line.id, page: to }, { page: to });
    else setLeafed(to);
  };
  return { page, pages, turn, isNow, refusal };
}

interface PagesProps extends ReturnType<typeof usePages> {
  event: string;
  secret: string;
  line: string;
  isOff: boolean;
}

/** The page and the one that comes. A clicker turns them as it turns the hall's. */
export function Pages({ event, secret, line, page, pages, turn, isNow, refusal, isOff }: PagesProps) {
  const { t } = useTranslation('backstage');
  useClicker(pages > 0 && !(isNow && isOff) ? turn : null);
  if (pages === 0) return <p className={css.quiet}>{t('pages.none')}</p>;
  const next = page < pages ? page + 1 : 0;
  return (
    <section className={css.pages} aria-label={t('pages.title')}>
      <Picture {...{ event, secret, line }} page={page} alt={t('pages.at', { page, pages })} />
      <div className={css.turning}>
        <button type="button" disabled={page <= 1 || (isNow && isOff)} onClick={() => turn(-1)}>
          {t('pages.back')}
        </button>
        <p>
          {page} / {pages}
          <span>{t(isNow ? 'pages.hall' : 'pages.leaf')}</span>
        </p>
        <button type="button" disabled={!next || (isNow && isOff)} onClick={() => turn(1)}>
          {t('pages.forward')}
        </button>
      </div>
      <p role="alert" className={css.refusal}>
        {refusal ? refusal.detail || t('no_answer') : ''}
      </p>
      {next ? (
        <figure className={css.next}>
          <Picture {...{ event, secret, line }} page={next} alt={t('pages.at', { page: next, pages })} />
          <figcaption>{t('pages.next')}</figcaption>
        </figure>
      ) : (
        <p className={css.quiet}>{t('pages.last')}</p>
      )}
    </section>
  );
}

function Picture({
  event,
  secret,
  line,
  page,
  alt,
}: Record<'event' | 'secret' | 'line' | 'alt', string> & { page: number }) {
  const { t } = useTranslation('backstage');
  const { address, isLost } = useOwnPage(event, secret, line, page);
  return (
    <div className={css.picture}>
      {address ? <img src={address} alt={alt} /> : null}
      {isLost ? <p>{t('pages.lost')}</p> : null}
    </div>
  );
}
