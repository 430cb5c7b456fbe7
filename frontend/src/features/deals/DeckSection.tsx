import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { pitchesDeckRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { DeckViewer } from '@/shared/deck/DeckViewer';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './deal.module.css';

/** The deck, opened on purpose: reading it is recorded for the team. */
export function DeckSection({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('deals');
  const [open, setOpen] = useState(false);
  const deck = useQuery({
    ...pitchesDeckRetrieveOptions({ path: { pitch_id: pitch.id } }),
    enabled: open,
    // The pages' addresses are signed for minutes only.
    staleTime: 60_000,
    refetchInterval: ({ state }) => (state.data?.state === 'processing' ? 3000 : false),
  });
  const { data } = pitch.blocks.deck;
  if (!open) {
    return (
      <div className={css.deck}>
        <p className={css.small}>
          {data?.state === 'ready' ? t('deck.pages', { count: data.page_count }) : t('deck.processing')}{' '}
          {t('deck.recorded')}
        </p>
        <Button onClick={() => setOpen(true)}>{t('deck.open')}</Button>
      </div>
    );
  }
  if (deck.isError) return <ErrorState error={deck.error} onRetry={() => void deck.refetch()} />;
  if (!deck.data) return <LoadingState height={360} />;
  if (deck.data.refusal) return <p>{deck.data.refusal.detail}</p>;
  return (
    <DeckViewer
      pages={deck.data.pages}
      rendering={deck.data.state !== 'ready'}
      onExpired={() => void deck.refetch()}
    />
  );
}
