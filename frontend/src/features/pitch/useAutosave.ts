import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Pitch } from '@/api';
import { pitchesRetrieveQueryKey, pitchesUpdateMutation } from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';
import { type Changes, mergeChanges } from './changes';

export type SaveState = 'saved' | 'waiting' | 'saving' | 'conflict' | 'failed';

const QUIET_MS = 800;

/**
 * Saves what was typed a moment after the last stroke, one request at a time. When somebody else changed the pitch
 * meanwhile (409), nothing is overwritten: the page says so, and `retry` sends the changes for the version read anew.
 */
export function useAutosave(pitch: Pitch) {
  const path = { pitch_id: pitch.id };
  const queryClient = useQueryClient();
  const { mutateAsync } = useMutation(pitchesUpdateMutation());
  const [state, setState] = useState<SaveState>('saved');
  const [error, setError] = useState<unknown>(null);
  const waiting = useRef<Changes>({});
  const version = useRef(pitch.version);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const busy = useRef(false);
  version.current = Math.max(version.current, pitch.version);

  const send = async () => {
    if (busy.current || Object.keys(waiting.current).length === 0) return;
    const changes = waiting.current;
    waiting.current = {};
    busy.current = true;
    setState('saving');
    try {
      const fresh = await mutateAsync({ path, body: { ...changes, version: version.current } });
      version.current = fresh.version;
      queryClient.setQueryData(pitchesRetrieveQueryKey({ path }), fresh);
      setError(null);
      setState('saved');
    } catch (problem) {
      waiting.current = mergeChanges(changes, waiting.current);
      setError(problem);
      setState(toApiError(problem).status === 409 ? 'conflict' : 'failed');
      return;
    } finally {
      busy.current = false;
    }
    void latest.current();
  };
  const latest = useRef(send);
  latest.current = send;

  const change = useCallback((changes: Changes) => {
    waiting.current = mergeChanges(waiting.current, changes);
    setState('waiting');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void latest.current(), QUIET_MS);
  }, []);
  const flush = useCallback(() => {
    clearTimeout(timer.current);
    return latest.current();
  }, []);
  const retry = useCallback(async () => {
    await queryClient.invalidateQueries({
      queryKey: pitchesRetrieveQueryKey({ path: { pitch_id: pitch.id } }),
    });
    const fresh = queryClient.getQueryData<Pitch>(pitchesRetrieveQueryKey({ path: { pitch_id: pitch.id } }));
    if (fresh) version.current = fresh.version;
    await latest.current();
  }, [queryClient, pitch.id]);
  // Leaving the page sends what is still waiting.
  useEffect(() => () => void flush(), [flush]);

  return { state, error, change, flush, retry };
}
