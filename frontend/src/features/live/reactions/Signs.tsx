import { useEffect, useState } from 'react';
import type { RoomSocket } from '@/app/live/roomSocket';
import { feedOf } from '../room';
import { ReactionIcon } from './ReactionIcon';
import { type Own, ofOthers, risen, type Sign } from './reactions';
import css from './reactions.module.css';

export interface Air {
  signs: Sign[];
  /** Own taps show at once. */
  show: (own: Own) => void;
  land: (id: number) => void;
}

/** What the room shows with one tap, as signs that rise and are gone. */
export function useAir(event: string, socket: RoomSocket | null): Air {
  const [{ signs }, setAir] = useState<{ signs: Sign[]; own: Own }>({ signs: [], own: {} });
  useEffect(
    () =>
      socket?.feel(feedOf(event), (counts) =>
        setAir((before) => {
          const [others, own] = ofOthers(counts, before.own);
          return { own, signs: risen(before.signs, others) };
        }),
      ),
    [event, socket],
  );
  const show = (mine: Own) =>
    setAir((before) => {
      const own = { ...before.own };
      for (const kind of Object.keys(mine) as (keyof Own)[]) own[kind] = (own[kind] ?? 0) + (mine[kind] ?? 0);
      return { own, signs: risen(before.signs, mine) };
    });
  const land = (id: number) =>
    setAir((before) => ({ ...before, signs: before.signs.filter((one) => one.id !== id) }));
  return { signs, show, land };
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
