import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RankingRun } from '@/api';
import { getRankingRunOptions, getRankingsQueryKey } from '@/api/@tanstack/react-query.gen';

const WHILE_OPEN = 1_500;
const OTHERWISE = 20_000;

export const isOpenRun = (run: RankingRun | null | undefined) =>
  run?.state === 'waiting' || run?.state === 'running';

/** The run under way or the last one. When one begins or ends, whoever asked for it, the rankings are read anew. */
export function useRun(): { run: RankingRun | null; isOpen: boolean } {
  const queryClient = useQueryClient();
  const { data } = useQuery({
    ...getRankingRunOptions(),
    refetchInterval: ({ state }) => (isOpenRun(state.data?.run) ? WHILE_OPEN : OTHERWISE),
  });
  const run = data?.run ?? null;
  const mark = run && `${run.id} ${run.state}`;
  useEffect(() => {
    if (mark) void queryClient.invalidateQueries({ queryKey: getRankingsQueryKey() });
  }, [mark, queryClient]);
  return { run, isOpen: isOpenRun(run) };
}
