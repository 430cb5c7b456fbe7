import { useQuery } from '@tanstack/react-query';
import { speakingPage, speakingRetrieve } from '@/api';
import { usePicture } from '@/shared/usePicture';
import type { View } from './speaking';

export const speakingKey = (event: string, secret: string) => ['speaking', event, secret];
export const headersOf = (secret: string) => (secret ? { 'X-Speaker-Link': secret } : {});

/** What the link opens, or without one the account. */
export function useSpeaking(event: string, secret: string) {
  return useQuery<View>({
    queryKey: speakingKey(event, secret),
    retry: false,
    queryFn: async () =>
      (await speakingRetrieve({ path: { event_id: event }, headers: headersOf(secret), throwOnError: true }))
        .data,
  });
}

/** One page of the deck of a line; 0: none. */
export function useOwnPage(event: string, secret: string, line: string, page: number) {
  return usePicture(page > 0 ? `${event} ${secret} ${line} ${page}` : '', async () => {
    const { data } = await speakingPage({
      path: { event_id: event, line_id: line },
      query: { page },
      headers: headersOf(secret),
      parseAs: 'blob',
      throwOnError: true,
    });
    return data;
  });
}
