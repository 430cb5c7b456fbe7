import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from '@/app/live/roomSocket';
import type { Roadshow } from '../useRoadshow';
import type { Question } from './questions';

/** How long a tap may stay ahead of the room once the room says the same. */
const PATIENCE_MS = 2_000;

type Counted = Pick<Question, 'id' | 'votes'>;

interface Tap {
  wants: boolean;
  /** What the room said when it was tapped. */
  before: { wants: boolean; votes: number };
}

export interface Votes {
  wants: (question: string) => boolean;
  /** As the room will show it once the tap has arrived. */
  count: (question: Counted) => number;
  toggle: (question: Counted) => void;
  refusal: string;
}

/**
 * A tap shows at once, and goes back when the room refuses it. A vote names what shall be, so a resend counts once. The count and the own
 * vote come by two feeds in either order: the count is ahead only until the room's own number moves.
 */
export function useVotes(
  event: string,
  voted: Record<string, boolean>,
  command: Roadshow['room']['command'],
): Votes {
  const { t } = useTranslation('questions');
  const [taps, setTaps] = useState<Record<string, Tap>>({});
  const [refusal, setRefusal] = useState('');
  const drop = (question: string, tap: Tap) =>
    setTaps((now) => {
      if (now[question] !== tap) return now;
      const { [question]: _, ...rest } = now;
      return rest;
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drop` is another one with each drawing and does the same
  useEffect(() => {
    const settled = Object.entries(taps).filter(([id, { wants }]) => Boolean(voted[id]) === wants);
    if (settled.length === 0) return;
    const late = setTimeout(() => {
      for (const [id, tap] of settled) drop(id, tap);
    }, PATIENCE_MS);
    return () => clearTimeout(late);
    // Not with every drawing: in a busy room that would be for ever.
  }, [taps, voted]);
  const wants = (question: string) => taps[question]?.wants ?? Boolean(voted[question]);
  const toggle = ({ id, votes }: Counted) => {
    const tap = { wants: !wants(id), before: { wants: Boolean(voted[id]), votes } };
    setRefusal('');
    setTaps((before) => ({ ...before, [id]: tap }));
    command('question.vote', { room: event, question: id, wants: tap.wants }).catch((error: unknown) => {
      drop(id, tap);
      setRefusal(sentenceOf(error, t('no_answer')));
    });
  };
  const count = ({ id, votes }: Counted) => {
    const tap = taps[id];
    if (!tap || votes !== tap.before.votes) return votes;
    return votes + Number(tap.wants) - Number(tap.before.wants);
  };
  return { wants, count, toggle, refusal };
}
