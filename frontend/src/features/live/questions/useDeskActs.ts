import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from '@/app/live/roomSocket';
import type { Roadshow } from '../useRoadshow';
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

/** The host's hands. The room shows what came of them; what it refuses is said. */
export function useDeskActs(event: string, command: Roadshow['room']['command']): DeskActs {
  const { t } = useTranslation('questions');
  const [refusal, setRefusal] = useState('');
  const send = (type: string, payload: Record<string, unknown>) => {
    setRefusal('');
    return command(type, { room: event, ...payload }).then(
      () => true,
      (error: unknown) => {
        setRefusal(sentenceOf(error, t('no_answer')));
        return false;
      },
    );
  };
  return {
    move: (question, state, because) =>
      void send('question.move', { question, state, ...(because ? { because } : {}) }),
    mute: (question, is_muted) => void send('question.mute', { question, is_muted }),
    setRules: (rules) => send('room.set_rules', { ...rules }),
    refusal,
  };
}
