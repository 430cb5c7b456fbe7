import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RhythmEnum, RhythmOutput } from '@/api';
import {
  getPitchRhythmOptions,
  getThesisRhythmOptions,
  setPitchRhythmMutation,
  setThesisRhythmMutation,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '../acts';
import { RhythmSelect } from './RhythmSelect';
import css from './saved.module.css';

interface LineProps {
  label: string;
  held: RhythmOutput | undefined;
  busy: boolean;
  onSet: (rhythm: RhythmEnum) => void;
}

function Line({ label, held, busy, onSet }: LineProps) {
  if (!held) return null;
  return (
    <p className={css.callBack}>
      <span>{label}</span>
      <RhythmSelect label={label} value={held.rhythm} disabled={!held.can_set || busy} onChange={onSet} />
    </p>
  );
}

/** How often the firm hears of new deals for one of its theses. */
export function ThesisCallBack({ thesisId }: { thesisId: string }) {
  const { t } = useTranslation('saved');
  const path = { thesis_id: thesisId };
  const held = useQuery(getThesisRhythmOptions({ path }));
  const set = useMutation({ ...setThesisRhythmMutation(), ...useTold()(t('rhythm_set')) });
  return (
    <Line
      label={t('for_thesis')}
      held={held.data}
      busy={set.isPending}
      onSet={(rhythm) => set.mutate({ path, body: { rhythm } })}
    />
  );
}

/** How often the team hears of new theses its pitch fits. */
export function PitchCallBack({ pitchId }: { pitchId: string }) {
  const { t } = useTranslation('saved');
  const path = { pitch_id: pitchId };
  const held = useQuery(getPitchRhythmOptions({ path }));
  const set = useMutation({ ...setPitchRhythmMutation(), ...useTold()(t('rhythm_set')) });
  return (
    <Line
      label={t('for_pitch')}
      held={held.data}
      busy={set.isPending}
      onSet={(rhythm) => set.mutate({ path, body: { rhythm } })}
    />
  );
}
