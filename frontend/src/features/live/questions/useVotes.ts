import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandRefused } from '@/app/live/roomSocket';
import type { Roadshow } from '../useRoadshow';
import type { Question } from './questions';

export interface Votes {
  wants: (question: string) => boolean;
  /** As the room will show it once the tap has arrived. */
  count: (question: Pick<Question, 'id' | 'votes'>) => number;
  toggle: (question: string) => void;
  refusal: string;
}

/** A tap shows at once, and goes back when the room refuses it. A vote names what shall be, so a resend counts once. */
export function useVotes(
  event: string,
  voted: Record<string, boolean>,
  command: Roadshow['room']['command'],
): Votes {
  const { t } = useTranslation('questions');
  const [ahead, setAhead] = useState<Record<string, boolean>>({});
  const [refusal, setRefusal] = useState('');
  const drop = (question: string) => setAhead(({ [question]: _, ...rest }) => rest);
  // What the room says by now is no longer ahead of it.
  useEffect(() => {
    setAhead((before) => {
      const left = Object.entries(before).filter(([id, wants]) => Boolean(voted[id]) !== wants);
      return left.length === Object.keys(before).length ? before : Object.fromEntries(left);
    });
  }, [voted]);
  const wants = (question: string) => ahead[question] ?? Boolean(voted[question]);
  const toggle = (question: string) => {
    const next = !wants(question);
    setRefusal('');
    setAhead((before) => ({ ...before, [question]: next }));
    command('question.vote', { room: event, question, wants: next }).catch((error: unknown) => {
      drop(question);
      setRefusal((error instanceof CommandRefused && error.message) || t('no_answer'));
    });
  };
  const count = ({ id, votes }: Pick<Question, 'id' | 'votes'>) =>
    votes + Number(wants(id)) - Number(Boolean(voted[id]));
  return { wants, count, toggle, refusal };
}
