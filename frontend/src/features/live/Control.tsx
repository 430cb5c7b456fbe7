import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/shared/icons';
import { Countdown } from './Countdown';
import { DeckPage } from './DeckPage';
import live from './live.module.css';
import { RunOfShow } from './RunOfShow';
import css from './remote.module.css';
import { nextOf, onStage, pageBeside, previousOf, type RoadshowState } from './room';
import { useClicker } from './useClicker';
import type { EventDetail, Roadshow } from './useRoadshow';
import { type Stage, useStage } from './useStage';
import { companyOf, titleOf } from './words';

interface ControlProps {
  event: EventDetail;
  state: RoadshowState;
  room: Roadshow['room'];
  /** What stands there before the event runs and after it. */
  otherwise?: ReactNode;
  /** What stands between the run of show and the pad, which stays at the thumb; the same before, during and after the event. */
  children?: ReactNode;
}

/** The stage while the event runs. Only a lost connection takes the buttons away. */
export function Control({ event, state, room, otherwise, children }: ControlProps) {
  const stage = useStage(event.id, state, room);
  const isLive = state.phase === 'live';
  const isOff = room.connection !== 'live';
  useClicker(
    isLive
      ? (step) => {
          if (!isOff) stage.turn(step);
        }
      : null,
  );
  return (
    <>
      {isLive ? <Columns event={event} stage={stage} offset={room.offset} isOff={isOff} /> : otherwise}
      {children}
      {isLive ? <Pad stage={stage} isOff={isOff} /> : null}
    </>
  );
}

function Columns({ event, stage, offset, isOff }: OnStageProps) {
  const { t, i18n } = useTranslation('live');
  return (
    <div className={live.columns}>
      <div className={css.main}>
        <OnStage event={event} stage={stage} offset={offset} isOff={isOff} />
        <Deck event={event} stage={stage} />
      </div>
      <section className={live.panel} aria-labelledby="run">
        <h2 id="run">{t('agenda.title')}</h2>
        <RunOfShow
          event={event}
          state={stage.state}
          offset={offset}
          act={(line, isNow) =>
            isNow ? null : (
              <Button
                className={css.jump ?? ''}
                disabled={isOff}
                aria-label={t('remote.jump_to', { title: titleOf(line, i18n.language) })}
                onClick={() => stage.show(line.id)}
              >
                {t('remote.jump')}
              </Button>
            )
          }
        />
        {stage.state.item_id ? (
          <Button disabled={isOff} onClick={() => stage.show(null)}>
            {t('remote.clear')}
          </Button>
        ) : null}
      </section>
    </div>
  );
}

interface OnStageProps {
  event: EventDetail;
  stage: Stage;
  offset: number;
  isOff: boolean;
}

function OnStage({ event, stage, offset, isOff }: OnStageProps) {
  const { t, i18n } = useTranslation('live');
  const now = onStage(stage.state);
  const next = nextOf(stage.state);
  const { timer } = stage.state;
  const company = now ? companyOf(event, now, i18n.language) : null;
  return (
    <section className={`${live.stage} ${css.stage}`} aria-labelledby="now">
      <div className={css.now} aria-live="polite">
        {now ? <p className={live.eyebrow}>{t('stage.now')}</p> : null}
        <h2 id="now">{now ? titleOf(now, i18n.language) : t('remote.nothing')}</h2>
        <p className={live.speaker}>{[company?.name, now?.speaker].filter(Boolean).join(' · ')}</p>
        <p className={`${live.speaker} ${css.oneLine}`}>
          {next ? `${t('stage.next')} ${titleOf(next, i18n.language)}` : t('remote.last')}
        </p>
      </div>
      {timer ? (
        <Countdown timer={timer} offset={offset} className={css.clock} />
      ) : (
        <p className={`${live.clock} ${live.quiet} ${css.clock}`}>--:--</p>
      )}
      <div className={css.acts}>
        {timer?.ends_at ? (
          <Button disabled={isOff} onClick={stage.stopTimer}>
            {t('timer.stop')}
          </Button>
        ) : (
          <Button type="primary" disabled={isOff || !timer} onClick={stage.startTimer}>
            {t('timer.start')}
          </Button>
        )}
        <Button disabled={isOff || !timer} onClick={stage.addMinute}>
          {t('timer.more')}
        </Button>
        <Button disabled={isOff || !timer} onClick={stage.resetTimer}>
          {t('timer.reset')}
        </Button>
        <Button disabled={isOff || !stage.undo} onClick={() => stage.undo?.()}>
          {t('remote.undo')}
        </Button>
      </div>
    </section>
  );
}

/** The page the hall sees, and the one that comes. */
function Deck({ event, stage: { state } }: { event: EventDetail; stage: Stage }) {
  const { t } = useTranslation('live');
  if (!state.item_id || state.pages === 0) return <p className={css.noDeck}>{t('deck.none')}</p>;
  const next = pageBeside(state, 1);
  const deck = { event: event.id, item: state.item_id, pages: state.pages };
  return (
    <div className={css.decks}>
      <figure>
        <DeckPage key={state.item_id} {...deck} page={state.page} />
        <figcaption>{t('deck.at', { page: state.page, pages: state.pages })}</figcaption>
      </figure>
      <figure>
        {next ? (
          <DeckPage key={state.item_id} {...deck} page={next} />
        ) : (
          <div className={`${live.deck} ${css.last}`}>
            <p>{t('deck.last')}</p>
          </div>
        )}
        <figcaption>{t('deck.next')}</figcaption>
      </figure>
    </div>
  );
}

/** What a thumb reaches without looking. A button at the end of its way says so and stays where it is. */
function Pad({ stage, isOff }: { stage: Stage; isOff: boolean }) {
  const { t } = useTranslation('live');
  const { state, refusal } = stage;
  const toPage = pageBeside(state, 1);
  // The one to press next: the deck goes to its end before the line does.
  const main = toPage ? 'page_forward' : 'next';
  const keys = [
    { name: 'page_back', act: () => stage.turn(-1), isEnd: !pageBeside(state, -1) },
    { name: 'page_forward', act: () => stage.turn(1), isEnd: !toPage },
    { name: 'previous', act: stage.showPrevious, isEnd: !previousOf(state) },
    { name: 'next', act: stage.showNext, isEnd: !nextOf(state) },
  ] as const;
  return (
    <section className={css.pad} aria-label={t('pad.label')}>
      <div role="alert" className={css.said}>
        {refusal ? refusal.detail || t('pad.no_answer') : ''}
      </div>
      {keys.map(({ name, act, isEnd }, index) => (
        <Button
          key={name}
          className={css[name] ?? ''}
          icon={<Icon name="arrow" />}
          iconPlacement={index % 2 ? 'end' : 'start'}
          type={name === main && !isEnd ? 'primary' : 'default'}
          disabled={isOff}
          aria-disabled={isOff || isEnd}
          onClick={act}
        >
          {t(`pad.${name}`)}
        </Button>
      ))}
    </section>
  );
}
