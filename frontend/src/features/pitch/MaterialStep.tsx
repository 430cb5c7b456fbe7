import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import {
  pitchesDeckRetrieveOptions,
  pitchesDeckUpdateMutation,
  pitchesRetrieveQueryKey,
} from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';
import { DeckViewer } from '@/shared/deck/DeckViewer';
import { FileDrop } from '@/shared/files/FileDrop';
import css from './pitch.module.css';
import { DECK_RULES, sendDeck } from './sendDeck';
import { VisibilitySelect } from './VisibilitySelect';

/** The deck: upload, the making of its pages, a look at what readers see, and taking it away. */
export function MaterialStep({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('pitch');
  const { message, modal } = App.useApp();
  const queryClient = useQueryClient();
  const path = { pitch_id: pitch.id };
  const attach = useMutation({
    ...pitchesDeckUpdateMutation(),
    onSuccess: (fresh) => queryClient.setQueryData(pitchesRetrieveQueryKey({ path }), fresh),
    onError: (problem) => void message.error(toApiError(problem).detail || t('save.failed')),
  });
  const held = pitch.blocks.deck.data;
  const canEdit = pitch.allowed_actions.includes('attach_deck');
  const askRemoval = () =>
    modal.confirm({
      title: t('deck.remove_title'),
      okText: t('deck.remove'),
      cancelText: t('cancel'),
      okButtonProps: { danger: true },
      onOk: () => attach.mutateAsync({ path, body: { file: null } }).catch(() => undefined),
    });
  return (
    <div className={css.form}>
      <VisibilitySelect pitch={pitch} block="deck" />
      {canEdit ? (
        <FileDrop
          label={t(held?.state ? 'deck.replace' : 'deck.upload')}
          rules={DECK_RULES}
          send={sendDeck}
          onDone={({ id }) => attach.mutate({ path, body: { file: id } })}
          disabled={attach.isPending}
        />
      ) : null}
      {held?.state ? <OwnDeck key={held.version} pitch={pitch} /> : null}
      {held?.state && canEdit ? (
        <div className={css.actions}>
          <Button danger onClick={askRemoval}>
            {t('deck.remove')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function OwnDeck({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('pitch');
  const path = { pitch_id: pitch.id };
  const queryClient = useQueryClient();
  const deck = useQuery({
    ...pitchesDeckRetrieveOptions({ path }),
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data && ['ready', 'refused'].includes(state.data.state) ? false : 2000,
  });
  const isReady = deck.data?.state === 'ready';
  useEffect(() => {
    if (isReady)
      void queryClient.invalidateQueries({
        queryKey: pitchesRetrieveQueryKey({ path: { pitch_id: pitch.id } }),
      });
  }, [isReady, queryClient, pitch.id]);
  if (deck.isError)
    return <Alert type="error" showIcon title={toApiError(deck.error).detail || t('save.failed')} />;
  if (deck.data?.refusal) return <Alert type="warning" showIcon title={deck.data.refusal.detail} />;
  return (
    <>
      <p role="status" className={css.quiet}>
        {isReady && deck.data ? t('deck.ready', { version: deck.data.version }) : t('deck.processing')}
      </p>
      <DeckViewer pages={deck.data?.pages ?? []} rendering={!isReady} onExpired={() => void deck.refetch()} />
    </>
  );
}
