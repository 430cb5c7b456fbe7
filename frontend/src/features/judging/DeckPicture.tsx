import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { judgingPage, type RoadshowRoomState } from '@/api';
import { usePicture } from '@/shared/usePicture';
import css from './judging.module.css';

interface DeckPictureProps {
  event: string;
  secret: string;
  stage: RoadshowRoomState;
}

/** The deck on stage: it turns with the stage, and a judge may leaf through it meanwhile. Give it the line as its key. */
export function DeckPicture({ event, secret, stage }: DeckPictureProps) {
  const { t } = useTranslation('judging');
  const [page, setPage] = useState(stage.page);
  useEffect(() => setPage(stage.page), [stage.page]);
  const item = stage.item_id ?? '';
  const { address, isLost } = usePicture(`${event} ${secret} ${item} ${page}`, async () => {
    const { data } = await judgingPage({
      path: { event_id: event },
      query: { item, page },
      headers: { 'X-Judge-Link': secret },
      parseAs: 'blob',
      throwOnError: true,
    });
    return data;
  });
  return (
    <figure className={css.deck}>
      {isLost ? <p className={css.lost}>{t('page.deck_lost')}</p> : null}
      {address ? <img src={address} alt={t('page.deck', { page, pages: stage.pages })} /> : null}
      <figcaption className={css.leafing}>
        <button type="button" disabled={page <= 1} onClick={() => setPage(page - 1)}>
          {t('page.previous')}
        </button>
        <span>
          {page} / {stage.pages}
        </span>
        <button type="button" disabled={page >= stage.pages} onClick={() => setPage(page + 1)}>
          {t('page.next')}
        </button>
      </figcaption>
    </figure>
  );
}
