import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { judgingSheetSave } from '@/api';
import { type KeeperState, Scorekeeper, STALE } from './keeper';
import { viewKey } from './useView';
import { contentOf, type View } from './words';

const EVERY_MS = 4_000;
/** A request that hangs longer is given up and sent again: after a change of nets nobody else ends it. */
const ANSWER_MS = 10_000;
const NOTHING = createStore<KeeperState>(() => ({ kept: {}, isOffline: false, isKept: true }));

/** Where a browser keeps things, or what forgets them with the page where it keeps nothing. */
function drawer(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  try {
    return localStorage;
  } catch {
    return {
      getItem: () => null,
      setItem: () => {
        throw new Error('nothing is kept');
      },
      removeItem: () => undefined,
    };
  }
}

/** What this judge has not handed in yet on this phone, told for as long as the page is open. */
export function useKeeper(event: string, secret: string, judge: string) {
  const client = useQueryClient();
  const [keeper, setKeeper] = useState<Scorekeeper | null>(null);
  useEffect(() => {
    const made = new Scorekeeper(
      `xmh:judging:${event}:${judge}`,
      async (pitch, { points, ...content }, edition) => {
        const hung = new AbortController();
        const late = setTimeout(() => hung.abort(), ANSWER_MS);
        const { data } = await judgingSheetSave({
          signal: hung.signal,
          path: { event_id: event, pitch_id: pitch },
          headers: { 'X-Judge-Link': secret },
          body: {
            ...content,
            edition,
            points: Object.entries(points).map(([criterion, value]) => ({ criterion, value })),
          },
          throwOnError: true,
        }).finally(() => clearTimeout(late));
        // What is asked for now was read before this was saved.
        await client.cancelQueries({ queryKey: viewKey(event) });
        client.setQueryData<View>(viewKey(event), data);
        return data.pitches.find(({ id }) => id === pitch)?.sheet?.edition ?? edition;
      },
      drawer(),
    );
    setKeeper(made);
    void made.tell();
    const again = () => void made.tell();
    const timer = setInterval(again, EVERY_MS);
    window.addEventListener('online', again);
    document.addEventListener('visibilitychange', again);
    return () => {
      made.close();
      clearInterval(timer);
      window.removeEventListener('online', again);
      document.removeEventListener('visibilitychange', again);
    };
  }, [event, secret, judge, client]);
  return { keeper, state: useStore(keeper?.state ?? NOTHING) };
}

/** What was refused is looked at once more: when another phone seems to have changed a sheet, and when scores are taken again. */
export function useSettling(
  keeper: Scorekeeper | null,
  { kept }: KeeperState,
  { panel }: View,
  refetch: () => Promise<{ data: View | undefined }>,
): void {
  const stale = Object.keys(kept).filter((one) => kept[one]?.refusal?.code === STALE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each sheet, however often the page is drawn
  useEffect(() => {
    if (!keeper || stale.length === 0) return;
    void refetch().then(({ data }) => {
      for (const pitch of stale) {
        const sheet = data?.pitches.find(({ id }) => id === pitch)?.sheet;
        if (sheet) keeper.settle(pitch, contentOf(sheet), sheet.edition);
      }
    });
  }, [keeper, stale.join()]);
  useEffect(() => {
    if (panel.state === 'open') keeper?.again();
  }, [keeper, panel.state]);
}
