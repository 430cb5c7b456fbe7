import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { judgingSheetSave } from '@/api';
import { type KeeperState, Scorekeeper, STALE } from './keeper';
import { viewKey } from './useView';
import { contentOf, type View } from './words';

const EVERY_MS = 4_000;
const NOTHING = createStore<KeeperState>(() => ({ kept: {}, isOffline: false, isKept: true }));

/** What this judge has not handed in yet on this phone, told for as long as the page is open. */
export function useKeeper(event: string, secret: string, judge: string) {
  const client = useQueryClient();
  const [keeper, setKeeper] = useState<Scorekeeper | null>(null);
  useEffect(() => {
    const made = new Scorekeeper(
      `xmh:judging:${event}:${judge}`,
      async (pitch, { points, ...content }, edition) => {
        const { data } = await judgingSheetSave({
          path: { event_id: event, pitch_id: pitch },
          headers: { 'X-Judge-Link': secret },
          body: {
            ...content,
            edition,
            points: Object.entries(points).map(([criterion, value]) => ({ criterion, value })),
          },
          throwOnError: true,
        });
        client.setQueryData<View>(viewKey(event), data);
        return data.pitches.find(({ id }) => id === pitch)?.sheet?.edition ?? edition;
      },
      localStorage,
    );
    setKeeper(made);
    void made.tell();
    const again = () => void made.tell();
    const timer = setInterval(again, EVERY_MS);
    window.addEventListener('online', again);
    return () => {
      made.close();
      clearInterval(timer);
      window.removeEventListener('online', again);
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
  const stale = Object.keys(kept).find((one) => kept[one]?.refusal?.code === STALE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each sheet, however often the page is drawn
  useEffect(() => {
    if (!keeper || !stale) return;
    void refetch().then(({ data }) => {
      const sheet = data?.pitches.find(({ id }) => id === stale)?.sheet;
      if (sheet) keeper.settle(stale, contentOf(sheet), sheet.edition);
    });
  }, [keeper, stale]);
  useEffect(() => {
    if (panel.state === 'open') keeper?.again();
  }, [keeper, panel.state]);
}
