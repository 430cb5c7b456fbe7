import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from '@/app/live/roomSocket';
import type { ParticipantState } from '../questions/questions';
import type { Roadshow } from '../useRoadshow';
import { type Poll, tapped } from './polls';

type Chosen = readonly number[];
const same = (a: Chosen, b: Chosen) => a.length === b.length && a.every((one, index) => one === b[index]);

/** How long an answer may stay ahead of the room after the server took it. */
const PATIENCE_MS = 2_000;

interface Ahead {
  chosen: Chosen;
  /** Commands without an answer. */
  waiting: number;
}

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
  const [ahead, setAhead] = useState<Record<string, Ahead>>({});
  const [refusal, setRefusal] = useState<Answers['refusal']>(null);
  const change = (poll: string, to: (before: Ahead) => Ahead | null) =>
    setAhead((now) => {
      const { [poll]: before, ...rest } = now;
      const after = before ? to(before) : null;
      return after ? { ...rest, [poll]: after } : rest;
    });
  const saidOf = (poll: string): Chosen => known[poll]?.chosen ?? [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the two functions use is named
  useEffect(() => {
    const answered = Object.entries(ahead).filter(([, { waiting }]) => waiting === 0);
    // Once nothing is on its way and the room says the same, it alone is believed: another phone of the same guest may change it.
    for (const [poll, { chosen }] of answered) if (same(chosen, saidOf(poll))) change(poll, () => null);
    if (answered.length === 0) return;
    const late = setTimeout(() => {
      for (const [poll, was] of answered) change(poll, (now) => (now === was ? null : now));
    }, PATIENCE_MS);
    return () => clearTimeout(late);
    // Not with every drawing: in a busy room that would be for ever.
  }, [ahead, known]);
  const chosen = (poll: string) => ahead[poll]?.chosen ?? saidOf(poll);
  const set = (poll: string, wanted: Chosen) => {
    setRefusal(null);
    setAhead((now) => ({ ...now, [poll]: { chosen: wanted, waiting: (now[poll]?.waiting ?? 0) + 1 } }));
    command('poll.answer', { room: event, poll, chosen: wanted }).then(
      () => change(poll, (now) => ({ ...now, waiting: now.waiting - 1 })),
      (error: unknown) => {
        change(poll, (now) => (now.waiting > 1 ? { ...now, waiting: now.waiting - 1 } : null));
        setRefusal({ poll, detail: sentenceOf(error, t('pad.no_answer')) });
      },
    );
  };
  return {
    chosen,
    tap: (poll, place) => set(poll.id, tapped(poll, chosen(poll.id), place)),
    takeBack: ({ id }) => set(id, []),
    refusal,
  };
}
