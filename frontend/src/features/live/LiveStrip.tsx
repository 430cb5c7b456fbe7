import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { Countdown } from './Countdown';
import { onStage, type RoadshowState } from './room';
import css from './strip.module.css';
import { type EventDetail, useRoadshow } from './useRoadshow';
import { companyOf, titleOf } from './words';

/** An event that runs now, on a page about something else: what is on stage, how long still, the way in. Goes when it ends. */
export function LiveStrip({ event: id }: { event: string }) {
  const { query, room } = useRoadshow(id);
  const state = room.place?.state;
  if (!query.data || state?.phase !== 'live') return null;
  return <Strip event={query.data} state={state} offset={room.offset} />;
}

interface StripProps {
  event: EventDetail;
  state: RoadshowState;
  /** Server clock minus ours, in milliseconds. */
  offset: number;
}

export function Strip({ event, state, offset }: StripProps) {
  const { t, i18n } = useTranslation('live');
  const now = onStage(state);
  const company = now ? companyOf(event, now, i18n.language)?.name : null;
  const line = now ? titleOf(now, i18n.language) : t('phase_text.live');
  return (
    <section className={css.strip} aria-label={t('strip.now')}>
      <p className={css.head}>
        <span className={css.live}>{t('strip.now')}</span>
        <span className={css.event}>{titleOf(event, i18n.language)}</span>
      </p>
      <p className={css.now}>
        <strong>{line}</strong>
        {company && company !== line ? <span>{company}</span> : null}
      </p>
      {now && state.timer ? <Countdown timer={state.timer} offset={offset} className={css.clock} /> : null}
      <AppLink className={css.enter} href={`/rooms/${event.id}`}>
        {t('strip.enter')}
      </AppLink>
    </section>
  );
}
