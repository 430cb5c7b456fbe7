import { useEffect, useRef, useState } from 'react';
import { sentenceOf } from '@/app/live/roomSocket';
import type { Room } from '@/app/live/useRoom';
import { answered, asked, type Intent, NO_INTENT, settled, wanted } from './intent';
import type { RoadshowState } from './room';

/** How long what was asked for may stay ahead of the room after the last answer. */
const PATIENCE_MS = 2_000;

export interface Refusal {
  /** The server's sentence; blank when no answer came. */
  detail: string;
}

/** Sends commands and remembers what they ask for until the room shows it, refuses it, or never does. */
export function useIntent(state: RoadshowState, command: Room<RoadshowState>['command']) {
  const [intent, setIntent] = useState<Intent>(NO_INTENT);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // Two taps may come before React draws again: what was asked last stands here at once.
  const latest = useRef(intent);
  const put = (next: Intent) => {
    latest.current = next;
    setIntent(next);
  };
  useEffect(() => {
    if (intent === NO_INTENT || intent.waiting > 0) return;
    const clear = () => {
      latest.current = NO_INTENT;
      setIntent(NO_INTENT);
    };
    if (settled(intent, state)) return clear();
    const late = setTimeout(clear, PATIENCE_MS);
    return () => clearTimeout(late);
  }, [intent, state]);

  /** `part` is what the room will show once the command has arrived. Resolves to whether it was taken. */
  const send = (type: string, payload: Record<string, unknown>, part: Partial<RoadshowState>) => {
    setRefusal(null);
    put(asked(latest.current, part));
    return command(type, payload).then(
      () => {
        put(answered(latest.current));
        return true;
      },
      (error: unknown) => {
        put({ ahead: {}, waiting: answered(latest.current).waiting });
        setRefusal({ detail: sentenceOf(error, '') });
        return false;
      },
    );
  };
  return {
    shown: wanted(state, intent),
    /** The same between two taps, before it is drawn. */
    now: () => wanted(state, latest.current),
    refusal,
    send,
  };
}
