import { useTranslation } from 'react-i18next';
import type { RoadshowState } from '../room';
import type { EventDetail, Roadshow } from '../useRoadshow';
import { useSay } from '../useSay';
import { ReactionIcon } from './ReactionIcon';
import { KINDS } from './reactions';
import css from './reactions.module.css';
import { Signs, useAir } from './Signs';

interface ReactionsProps {
  event: EventDetail;
  state: RoadshowState;
  room: Roadshow['room'];
}

/** What everybody may say without a word, at the thumb while the event is on. */
export function Reactions({ event, state, room }: ReactionsProps) {
  const { t } = useTranslation('live');
  const { say, refusal } = useSay(event.id, room.command);
  const air = useAir(event.id, room.socket);
  if (state.phase !== 'live') return null;
  return (
    <div className={css.foot}>
      <Signs air={air} />
      <fieldset className={css.bar} aria-label={t('reactions.title')}>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-label={t(`reactions.${kind}`)}
            disabled={room.connection !== 'live'}
            onClick={() => {
              air.show({ [kind]: 1 });
              void say('room.react', { kind }).then((isTaken) => isTaken || air.forget());
            }}
          >
            <ReactionIcon kind={kind} />
          </button>
        ))}
      </fieldset>
      <p role="alert" className={css.refusal}>
        {refusal}
      </p>
    </div>
  );
}

/** The same on the wall, where nobody taps. */
export function WallReactions({ event, room }: Pick<ReactionsProps, 'event' | 'room'>) {
  const air = useAir(event.id, room.socket);
  return <Signs air={air} className={css.onWall} />;
}
