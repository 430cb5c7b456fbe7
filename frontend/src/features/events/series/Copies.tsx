import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventsPosterData, EventsPosterPictureData } from '@/api';
import { client } from '@/api/client.gen';
import { LoadingState } from '@/shared/states/LoadingState';
import css from '../events.module.css';
import type { EventDetail } from '../words';
import { CloneDialog } from './CloneDialog';

const SeriesMaker = lazy(() => import('./SeriesMaker').then((found) => ({ default: found.SeriesMaker })));
const SeriesPanel = lazy(() => import('./SeriesPanel').then((found) => ({ default: found.SeriesPanel })));

const posterOf = ({ id }: EventDetail) =>
  client.buildUrl<EventsPosterData>({ url: '/api/v1/events/{event_id}/poster.pdf', path: { event_id: id } });
const pictureOf = ({ id }: EventDetail) =>
  client.buildUrl<EventsPosterPictureData>({
    url: '/api/v1/events/{event_id}/poster.png',
    path: { event_id: id },
  });

/** An event on paper, once more, and again and again. */
export function Copies({ event }: { event: EventDetail }) {
  const may = (name: string) => event.allowed_actions.includes(name);
  return (
    <>
      <Once event={event} mayClone={may('clone_event')} />
      <Suspense fallback={<LoadingState height={240} />}>
        {event.series ? <SeriesPanel event={event} /> : null}
        {!event.series && may('make_series') ? <SeriesMaker event={event} /> : null}
      </Suspense>
    </>
  );
}

function Once({ event, mayClone }: { event: EventDetail; mayClone: boolean }) {
  const { t } = useTranslation('series');
  const [copying, setCopying] = useState(false);
  return (
    <section className={css.panel} aria-labelledby="copies">
      <h2 id="copies">{t('title')}</h2>
      <p className={css.ways}>
        <a className={css.touch} href={posterOf(event)} download>
          {t('poster.pdf')}
        </a>
        <a className={css.touch} href={pictureOf(event)} target="_blank" rel="noreferrer">
          {t('poster.picture')}
        </a>
      </p>
      <p className={css.quiet}>{t('poster.text')}</p>
      {mayClone ? (
        <div className={css.acts}>
          <Button onClick={() => setCopying(true)}>{t('clone.act')}</Button>
        </div>
      ) : null}
      {copying ? <CloneDialog event={event} onClose={() => setCopying(false)} /> : null}
    </section>
  );
}
