import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from '@/app/live/roomSocket';
import type { Roadshow } from './useRoadshow';

export interface Say {
  /** Whether it was done. */
  say: (type: string, payload: Record<string, unknown>) => Promise<boolean>;
  refusal: string;
}

/** Commands to one room. The room shows what came of them; what it refuses is said. */
export function useSay(event: string, command: Roadshow['room']['command']): Say {
  const { t } = useTranslation('live');
  const [refusal, setRefusal] = useState('');
  const say = (type: string, payload: Record<string, unknown>) => {
    setRefusal('');
    return command(type, { room: event, ...payload }).then(
      () => true,
      (error: unknown) => {
        setRefusal(sentenceOf(error, t('pad.no_answer')));
        return false;
      },
    );
  };
  return { say, refusal };
}
