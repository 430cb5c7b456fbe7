import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import live from '../live.module.css';
import type { EventDetail } from '../useRoadshow';
import { titleOf } from '../words';
import { Bar } from './Bar';
import { Film } from './Film';
import { Moment } from './Moment';
import { chapterAt, chaptersOf, lengthOf, Player, type Replay, recordingStart } from './replay';
import css from './replay.module.css';
import { usePlaying } from './usePlaying';
import { clockOf } from './words';

/** The film, the bar with its chapters, and the room as it was at the moment that is shown. */
export function Watch({ event, replay }: { event: EventDetail; replay: Replay }) {
  const { t, i18n } = useTranslation('replay');
  const film = useRef<HTMLVideoElement>(null);
  const length = lengthOf(replay);
  const playing = usePlaying(length, film, recordingStart(replay));
  const player = useMemo(() => new Player(replay), [replay]);
  const chapters = useMemo(() => chaptersOf(replay), [replay]);
  const now = chapterAt(chapters, playing.ms);
  return (
    <div className={live.columns}>
      <div className={live.side}>
        <Film film={film} address={replay.recording_url} />
        <Bar playing={playing} length={length} chapters={chapters} />
        <Moment event={event} state={player.at(playing.ms)} at={Date.parse(replay.began_at) + playing.ms} />
      </div>
      <section className={live.panel} aria-labelledby="chapters">
        <h2 id="chapters">{t('chapters')}</h2>
        {chapters.length === 0 ? <p className={live.quiet}>{t('no_chapters')}</p> : null}
        <ol className={css.chapters}>
          {chapters.map((one) => (
            <li key={one.line.id}>
              <button
                type="button"
                aria-current={one === now ? 'step' : undefined}
                onClick={() => playing.seek(one.ms)}
              >
                <span className={css.at}>{clockOf(one.ms)}</span>
                <span>{titleOf(one.line, i18n.language)}</span>
              </button>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
