import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { pitchesRetrieveQueryKey, pitchesVisibilityUpdateMutation } from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import { toApiError } from '@/shared/apiError';
import { useLabels } from '@/shared/cards/useLabels';
import css from './pitch.module.css';

const CHOICES = ['public', 'verified_investors', 'named_investors', 'after_nda'] as const;

/** Who reads one block. Takes effect at once. */
export function VisibilitySelect({ pitch, block }: { pitch: Pitch; block: keyof Pitch['blocks'] }) {
  const { t } = useTranslation('pitch');
  const { message } = App.useApp();
  const label = useLabels();
  const queryClient = useQueryClient();
  const path = { pitch_id: pitch.id };
  const set = useMutation({
    ...pitchesVisibilityUpdateMutation(),
    onSuccess: (fresh) => {
      queryClient.setQueryData(pitchesRetrieveQueryKey({ path }), fresh);
      void message.success(t('visibility_saved'));
    },
    onError: (problem) => void message.error(toApiError(problem).detail || t('save.failed')),
  });
  const name = t('visibility_of', { block: label('block', block) });
  return (
    <div className={css.visibility}>
      <span>{name}</span>
      <Select
        className={css.visibleTo ?? ''}
        aria-label={name}
        value={pitch.blocks[block].visibility}
        disabled={!pitch.allowed_actions.includes('set_visibility')}
        loading={set.isPending}
        options={CHOICES.map((value) => ({ value, label: label('visibility', value) }))}
        onChange={(value) => set.mutate({ path, body: { blocks: { [block]: value } } })}
      />
      {pitch.blocks[block].visibility === 'named_investors' ? (
        <AppLink href={`/startup/pitch/${pitch.id}/readers`}>{t('readers.open')}</AppLink>
      ) : null}
    </div>
  );
}
