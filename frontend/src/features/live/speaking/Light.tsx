import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomCue } from '@/api';
import { lightOf } from '../backstage/cues';
import { Countdown } from '../Countdown';
import type { RoadshowState } from '../room';
import { useTicking } from '../useTicking';
import { standingOf } from './speaking';
import css from './speaking.module.css';

interface LightProps {
  state: RoadshowState;
  line: string;
  cue: RoomCue | null;
  offset: number;
}

/** What a speaker sees out of the corner of an eye: how long still, and what the host wants them to know. */
export function Light({ state, line, cue, offset }: LightProps) {
  const { t } = useTranslation('backstage');
  const { standing, ahead } = standingOf(state, line);
  const isNow = standing === 'now';
  const { timer } = state;
  const light = useTicking(
    () => (isNow ? lightOf(timer, cue, line, Date.now() + offset) : 'on'),
    isNow && Boolean(timer?.ends_at),
  );
  useShake(isNow ? light : '');
  const note = isNow && cue?.line === line ? cue.note : '';
  return (
    <section className={css.light} data-light={isNow ? light : 'off'} aria-label={t('light.label')}>
      <p role="status" className={css.word}>
        {isNow ? t(`light.${light}`) : t(`standing.${standing}`, { count: ahead })}
      </p>
      {isNow && timer ? <Countdown timer={timer} offset={offset} className={css.clock} /> : null}
      <p role="status" className={css.note}>
        {note}
      </p>
    </section>
  );
}

/** A phone in the hand says it too, where it can. */
function useShake(light: string) {
  const before = useRef(light);
  useEffect(() => {
    if (before.current && light && light !== 'on' && light !== before.current) navigator.vibrate?.(200);
    before.current = light;
  }, [light]);
}
