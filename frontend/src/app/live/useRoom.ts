import { useCallback, useEffect, useRef, useState } from 'react';
import type { Place, Reduce } from './place';
import { type Connection, RoomSocket } from './roomSocket';

export interface Followed<S> {
  /** Null until the first state has come. */
  place: Place<S> | null;
  refused: boolean;
}

export interface Room<S> extends Followed<S> {
  connection: Connection;
  /** Server clock minus ours, in milliseconds. */
  offset: number;
  /** About how many follow the room; null before that is known. */
  present: number | null;
  command: (type: string, payload: Record<string, unknown>) => Promise<void>;
  /** For other feeds of the same room; null before it is opened. */
  socket: RoomSocket | null;
}

/** Follow another feed over a socket that is there; a blank feed is none. `reduce` must not change between renders. */
export function useFeed<S>(socket: RoomSocket | null, feed: string, reduce: Reduce<S>): Followed<S> {
  // With its feed, so that nobody is shown what another one said.
  const [known, setKnown] = useState<{ feed: string; place: Place<S> } | null>(null);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    if (!socket || !feed) return;
    const leave = socket.follow<S>(feed, {
      reduce,
      onPlace: (next) => {
        setRefused(false);
        setKnown({ feed, place: next });
      },
      onRefused: () => setRefused(true),
    });
    return () => {
      leave();
      setRefused(false);
    };
  }, [socket, feed, reduce]);
  return { place: known?.feed === feed ? known.place : null, refused };
}

/**
 * Follow a feed for as long as the component is there. Whoever comes in as a guest meanwhile (`pass`) keeps what is shown until the
 * room has answered them.
 */
export function useRoom<S>(feed: string, reduce: Reduce<S>, pass = ''): Room<S> {
  const [socket, setSocket] = useState<RoomSocket | null>(null);
  const [connection, setConnection] = useState<Connection>('connecting');
  const [offset, setOffset] = useState(0);
  const [present, setPresent] = useState<number | null>(null);
  const latest = useRef<RoomSocket | null>(null);
  useEffect(() => {
    const opened = new RoomSocket({
      onConnection: setConnection,
      onOffset: setOffset,
      onPresent: setPresent,
      pass,
    });
    latest.current = opened;
    setSocket(opened);
    return () => opened.close();
  }, [pass]);
  const command = useCallback(
    (type: string, payload: Record<string, unknown>) =>
      latest.current?.command(type, payload) ?? Promise.resolve(),
    [],
  );
  return { ...useFeed(socket, feed, reduce), connection, offset, present, command, socket };
}
