import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { Countdown } from './Countdown';
import { DeckPage } from './DeckPage';
import css from './live.module.css';
import { nextOf, onStage, phaseOf, type RoadshowState } from './room';
import type { EventDetail } from './useRoadshow';
import { beginning, companyOf, titleOf } from './words';

interface GuestStageProps {
  event: EventDetail;
  state: RoadshowState;
  /** Server clock minus ours, in milliseconds. */
  offset: number;
}

/** The one thing to look at, in every phase of the evening. */
export function GuestStage({ event, state, offset }: GuestStageProps) {
  const { t, i18n } = useTranslation('live');
  const now = onStage(state);
  if (state.phase !== 'live' || !now) return <Waiting event={event} state={state} />;
  const company = companyOf(event, now, i18n.language);
  return (
    <section className={css.stage} aria-labelledby="now">
      {state.pages > 0 ? (
        <DeckPage key={now.id} event={event.id} item={now.id} page={state.page} pages={state.pages} />
      ) : null}
      <div className={css.now}>
        <div aria-live="polite">
          <p className={css.eyebrow}>
            {t('stage.now')} · {t(`kind.${now.kind}`)}
          </p>
          <h2 id="now">{titleOf(now, i18n.language)}</h2>
          {company ? (
            <p className={css.company}>
              {company.href ? <AppLink href={company.href}>{company.name}</AppLink> : company.name}
            </p>
          ) : null}
          {now.speaker ? <p className={css.speaker}>{now.speaker}</p> : null}
        </div>
        {state.timer ? <Countdown timer={state.timer} offset={offset} /> : null}
      </div>
      <NextLine state={state} />
    </section>
  );
}

/** Before it begins, between its parts, and after it. */
function Waiting({ event, state }: Omit<GuestStageProps, 'offset'>) {
  const { t, i18n } = useTranslation('live');
  const phase = phaseOf(state);
  return (
    <section className={`${css.stage} ${css.waiting}`} aria-live="polite">
      <h2>{t(`phase.${phase}`)}</h2>
      <p className={css.big}>
        {phase === 'published' ? (
          <time dateTime={event.starts_at}>{beginning(event, i18n.language)}</time>
        ) : (
          t(`phase_text.${phase}`)
        )}
      </p>
      {phase === 'cancelled' && event.cancel_reason ? <p>{event.cancel_reason}</p> : null}
      {phase === 'published' && event.takes_registrations ? (
        <AppLink className={css.primary} href={`/events/${event.id}`}>
          {t('head.register')}
        </AppLink>
      ) : null}
      <NextLine state={state} />
    </section>
  );
}

function NextLine({ state }: { state: RoadshowState }) {
  const { t, i18n } = useTranslation('live');
  const next = state.phase === 'live' ? nextOf(state) : null;
  if (!next) return null;
  return (
    <p className={css.next}>
      <span>{t('stage.next')}</span> {titleOf(next, i18n.language)}
    </p>
  );
}
