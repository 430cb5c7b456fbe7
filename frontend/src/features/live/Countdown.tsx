import { useTranslation } from 'react-i18next';
import css from './live.module.css';
import type { StageTimer } from './room';
import { clock, leftMs } from './timer';
import { useTicking } from './useTicking';

interface CountdownProps {
  timer: StageTimer;
  /** Server clock minus ours, in milliseconds. */
  offset: number;
  className?: string | undefined;
}

/** The time that is left on stage; the overrun has a plus and the colour of a warning. */
export function Countdown({ timer, offset, className = '' }: CountdownProps) {
  const { t } = useTranslation('live');
  const isRunning = timer.ends_at !== null;
  const text = useTicking(() => clock(leftMs(timer, Date.now() + offset)), isRunning);
  // By the text and not by the time: the word beside it and the colour never disagree with what stands there.
  const isOver = text.startsWith('+');
  return (
    <p role="timer" className={`${css.clock} ${isOver ? css.over : ''} ${className}`}>
      <span className="visually-hidden">{t(isOver ? 'timer.over' : 'timer.left')} </span>
      {text}
    </p>
  );
}
