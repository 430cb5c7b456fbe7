import { useTranslation } from 'react-i18next';
import type { RoomCue } from '@/api';
import type { Room } from '@/app/live/useRoom';
import type { RoadshowState } from '../room';
import { Light } from './Light';
import { NotesField } from './NotesField';
import { Pages, usePages } from './Pages';
import { ShareLink } from './ShareLink';
import { askedOf, type OwnLine } from './speaking';
import css from './speaking.module.css';
import type { Notes } from './useNotes';

interface LecternProps {
  event: string;
  secret: string;
  line: OwnLine;
  state: RoadshowState;
  room: Room<RoadshowState>;
  cue: RoomCue | null;
  notes: Notes;
}

/** One line of the run of show, for who speaks for it. */
export function Lectern({ event, secret, line, state, room, cue, notes }: LecternProps) {
  const pages = usePages(event, line, state, room);
  return (
    <>
      <Light state={state} line={line.id} cue={cue} offset={room.offset} />
      <div className={css.columns}>
        <Pages {...pages} {...{ event, secret }} line={line.id} isOff={room.connection !== 'live'} />
        <div className={css.side}>
          <NotesField notes={notes} line={line.id} page={pages.pages > 0 ? pages.page : 0} />
          <Asked state={state} line={line.id} />
          {line.may_share ? <ShareLink event={event} line={line} /> : null}
        </div>
      </div>
    </>
  );
}

/** What the room wants to know of this line. */
function Asked({ state, line }: { state: RoadshowState; line: string }) {
  const { t } = useTranslation(['backstage', 'questions']);
  const asked = askedOf(state, line);
  return (
    <section className={css.notes} aria-labelledby="asked">
      <h2 id="asked">{t('backstage:asked.title')}</h2>
      {asked.length === 0 ? <p className={css.quiet}>{t('backstage:asked.none')}</p> : null}
      <ol className={css.asked}>
        {asked.map((one) => (
          <li key={one.id} data-now={one.state === 'on_screen' || undefined}>
            <p>{one.text}</p>
            <p className={css.quiet}>
              {[one.name, t('questions:votes', { count: one.votes })].filter(Boolean).join(' · ')}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
