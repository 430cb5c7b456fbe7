import { useTranslation } from 'react-i18next';
import type { Chapter } from './replay';
import css from './replay.module.css';
import { type Playing, SPEEDS } from './usePlaying';
import { clockOf } from './words';

const STEP_MS = 5_000;

interface BarProps {
  playing: Playing;
  length: number;
  chapters: readonly Chapter[];
}

/** Play, pause, how fast, and the whole evening as a line with its chapters on it. */
export function Bar({ playing, length, chapters }: BarProps) {
  const { t } = useTranslation('replay');
  const { ms, isPlaying, speed, toggle, setSpeed, seek } = playing;
  return (
    <section className={css.bar} aria-label={t('bar')}>
      <button type="button" className={css.play} onClick={toggle}>
        {t(isPlaying ? 'pause' : 'play')}
      </button>
      <div className={css.line}>
        <input
          type="range"
          min={0}
          max={length}
          step={STEP_MS}
          value={ms}
          aria-label={t('moment')}
          aria-valuetext={clockOf(ms)}
          onChange={({ target }) => seek(Number(target.value))}
        />
        <div className={css.marks} aria-hidden="true">
          {chapters.map((one) => (
            <span
              key={one.line.id}
              style={{ insetInlineStart: `${(one.ms / Math.max(length, 1)) * 100}%` }}
            />
          ))}
        </div>
      </div>
      <p className={css.at}>
        {clockOf(ms)} / {clockOf(length)}
      </p>
      <fieldset className={css.speeds} aria-label={t('speed')}>
        {SPEEDS.map((one) => (
          <button key={one} type="button" aria-pressed={one === speed} onClick={() => setSpeed(one)}>
            {one}×
          </button>
        ))}
      </fieldset>
    </section>
  );
}
