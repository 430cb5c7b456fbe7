import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from '@/app/live/roomSocket';
import type { ParticipantState } from '../questions/questions';
import type { Roadshow } from '../useRoadshow';
import { type Poll, tapped } from './polls';

type Chosen = readonly number[];
const same = (a: Chosen, b: Chosen) => a.length === b.length && a.every((one, index) => one === b[index]);

export interface Answers {
  chosen: (poll: string) => Chosen;
  tap: (poll: Pick<Poll, 'id' | 'most'>, place: number) => void;
  takeBack: (poll: Pick<Poll, 'id'>) => void;
  /** The poll whose last tap was refused, and the server's sentence. */
  refusal: { poll: string; detail: string } | null;
}

/** A tap shows at once, and goes back when the room refuses it. An answer names all that is chosen, so a resend counts once. */
export function useAnswers(
  event: string,
  known: ParticipantState['answers'],
  command: Roadshow['room']['command'],
): Answers {
  const { t } = useTranslation('live');
  const [ahead, setAhead] = useState<Record<string, Chosen>>({});
  const [refusal, setRefusal] = useState<Answers['refusal']>(null);
  const drop = (poll: string, was: Chosen) =>
    setAhead((now) => {
      if (now[poll] !== was) return now;
      const { [poll]: _, ...rest } = now;
      return rest;
    });
  const saidOf = (poll: string): Chosen => known[poll]?.chosen ?? [];
  useEffect(() => {
    // Once the room says the same, it alone is believed: another phone of the same guest may change it.
    for (const [poll, wanted] of Object.entries(ahead)) if (same(wanted, saidOf(poll))) drop(poll, wanted);
  });
  const chosen = (poll: string) => ahead[poll] ?? saidOf(poll);
  const set = (poll: string, wanted: Chosen) => {
    setRefusal(null);
    setAhead((before) => ({ ...before, [poll]: wanted }));
    command('poll.answer', { room: event, poll, chosen: wanted }).catch((error: unknown) => {
      drop(poll, wanted);
      setRefusal({ poll, detail: sentenceOf(error, t('pad.no_answer')) });
    });
  };
  return {
    chosen,
    tap: (poll, place) => set(poll.id, tapped(poll, chosen(poll.id), place)),
    takeBack: ({ id }) => set(id, []),
    refusal,
  };
}
