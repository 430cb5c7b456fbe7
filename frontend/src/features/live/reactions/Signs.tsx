import { useEffect, useState } from 'react';
import type { RoomSocket } from '@/app/live/roomSocket';
import { feedOf } from '../room';
import { ReactionIcon } from './ReactionIcon';
import { type Own, ofOthers, risen, type Sign } from './reactions';
import css from './reactions.module.css';

/** A tap that the room has not told of by then never comes back. */
const LOST_MS = 3_000;

export interface Air {
  signs: Sign[];
  /** Own taps show at once. */
  show: (own: Own) => void;
  /** One that was refused comes back in no pulse. */
  forget: () => void;
  land: (id: number) => void;
}

interface Held {
  signs: Sign[];
  own: Own;
  /** When the last own tap was made. */
  at: number;
}

/** What the room shows with one tap, as signs that rise and are gone. */
export function useAir(event: string, socket: RoomSocket | null): Air {
  const [{ signs }, setAir] = useState<Held>({ signs: [], own: {}, at: 0 });
  useEffect(
    () =>
      socket?.feel(feedOf(event), (counts) =>
        setAir((before) => {
          const mine = Date.now() - before.at > LOST_MS ? {} : before.own;
          const [others, own] = ofOthers(counts, mine);
          return { ...before, own, signs: risen(before.signs, others) };
        }),
      ),
    [event, socket],
  );
  const show = (mine: Own) =>
    setAir((before) => {
      const own = { ...before.own };
      for (const kind of Object.keys(mine) as (keyof Own)[]) own[kind] = (own[kind] ?? 0) + (mine[kind] ?? 0);
      return { own, at: Date.now(), signs: risen(before.signs, mine) };
    });
  const forget = () => setAir((before) => ({ ...before, own: {} }));
  const land = (id: number) =>
    setAir((before) => ({ ...before, signs: before.signs.filter((one) => one.id !== id) }));
  return { signs, show, forget, land };
}

/** Nothing here is read out or pressed. */
export function Signs({
  air,
  className,
}: {
  air: Pick<Air, 'signs' | 'land'>;
  className?: string | undefined;
}) {
  return (
    <div className={`${css.air} ${className ?? ''}`} aria-hidden="true">
      {air.signs.map(({ id, kind, at, after }) => (
        <span
          key={id}
          className={css.sign}
          style={{ insetInlineStart: `${at}%`, animationDelay: `${after}s` }}
          onAnimationEnd={() => air.land(id)}
        >
          <ReactionIcon kind={kind} />
        </span>
      ))}
    </div>
  );
}
