import type { Roadshow } from '../useRoadshow';
import { useSay } from '../useSay';
import type { BackstageState, DeskQuestion } from './questions';

export type Rules = BackstageState['rules'];

export interface DeskActs {
  move: (question: string, state: DeskQuestion['state'], because?: string) => void;
  /** Whoever asked the question. */
  mute: (question: string, isMuted: boolean) => void;
  /** Whether they were taken. */
  setRules: (rules: Rules) => Promise<boolean>;
  refusal: string;
}

/** The host's hands on the questions. */
export function useDeskActs(event: string, command: Roadshow['room']['command']): DeskActs {
  const { say, refusal } = useSay(event, command);
  return {
    move: (question, state, because) =>
      void say('question.move', { question, state, ...(because ? { because } : {}) }),
    mute: (question, is_muted) => void say('question.mute', { question, is_muted }),
    setRules: (rules) => say('room.set_rules', { ...rules }),
    refusal,
  };
}
