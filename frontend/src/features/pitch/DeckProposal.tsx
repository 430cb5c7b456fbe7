import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PitchesFromDeckCreateResponse } from '@/api';
import { filesRetrieveOptions, pitchesFromDeckCreateMutation } from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';
import { FileDrop } from '@/shared/files/FileDrop';
import css from './pitch.module.css';
import { DECK_RULES, sendDeck } from './sendDeck';

export type Proposal = PitchesFromDeckCreateResponse;

interface DeckProposalProps {
  onProposal: (proposal: Proposal, fileId: string) => void;
}

/** Takes a deck, waits until its pages are read, and hands on what it proposes. */
export function DeckProposal({ onProposal }: DeckProposalProps) {
  const { t } = useTranslation('pitch');
  const [fileId, setFileId] = useState('');
  const file = useQuery({
    ...filesRetrieveOptions({ path: { file_id: fileId } }),
    enabled: fileId !== '',
    refetchInterval: ({ state }) =>
      state.data && ['ready', 'refused'].includes(state.data.state) ? false : 1500,
  });
  const { mutate, isPending, error, data } = useMutation({
    ...pitchesFromDeckCreateMutation(),
    onSuccess: (proposal) => onProposal(proposal, fileId),
  });
  const isReady = file.data?.state === 'ready';
  useEffect(() => {
    if (isReady) mutate({ body: { file: fileId } });
  }, [isReady, fileId, mutate]);
  const refusal = file.data?.refusal?.detail ?? (error ? toApiError(error).detail || t('deck.unread') : null);
  const busy = fileId !== '' && !data && !refusal;
  return (
    <div className={css.drop}>
      <FileDrop
        label={t('deck.drop')}
        rules={DECK_RULES}
        send={sendDeck}
        onDone={({ id }) => setFileId(id)}
        disabled={busy || isPending}
      />
      <p role="status">{busy ? t('deck.reading') : data ? t('deck.read') : ''}</p>
      {refusal ? <Alert type="warning" showIcon title={refusal} /> : null}
    </div>
  );
}
