import { useTranslation } from 'react-i18next';
import type { FinalDeck } from '@/api';
import { Time } from '@/shared/Time';
import { standingOfDeck } from './standing';

/** How it stands with a company's deck, in one line. */
export function DeckFacts({ deck }: { deck: FinalDeck }) {
  const { t } = useTranslation('decks');
  const standing = standingOfDeck(deck);
  if (standing === 'missing' || !deck.delivered_at) return t('standing.missing');
  return (
    <>
      {t(`standing.${standing}`)} {deck.name} <Time value={deck.delivered_at} as="datetime" />{' '}
      {standing === 'ready' ? t('pages', { count: deck.page_count }) : null}
      {deck.refusal ? deck.refusal.detail : null} {deck.is_late ? <strong>{t('late')}</strong> : null}
    </>
  );
}
