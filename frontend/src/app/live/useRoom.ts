import { useCallback, useEffect, useRef, useState } from 'react';
import type { Place, Reduce } from './place';
import { type Connection, RoomSocket } from './roomSocket';

export interface Room<S> {
  /** Null until the first state has come. */
  place: Place<S> | null;
  connection: Connection;
  refused: boolean;
  /** Server clock minus ours, in milliseconds. */
  offset: number;
  command: (type: string, payload: Record<string, unknown>) => Promise<void>;
}

/** Follow a feed for as long as the component is there. `reduce` must not change between renders. */
export function useRoom<S>(feed: string, reduce: Reduce<S>): Room<S> {
  const [place, setPlace] = useState<Place<S> | null>(null);
  const [connection, setConnection] = useState<Connection>('connecting');
  const [refused, setRefused] = useState(false);
  const [offset, setOffset] = useState(0);
  const socket = useRef<RoomSocket<S> | null>(null);
  useEffect(() => {
    const opened = new RoomSocket<S>({
      feed,
      reduce,
      onPlace: setPlace,
      onConnection: setConnection,
      onOffset: setOffset,
      onRefused: () => setRefused(true),
    });
    socket.current = opened;
    return () => opened.close();
  }, [feed, reduce]);
  const command = useCallback(
    (type: string, payload: Record<string, unknown>) =>
      socket.current?.command(type, payload) ?? Promise.resolve(),
    [],
  );
  return { place, connection, refused, offset, command };
}
