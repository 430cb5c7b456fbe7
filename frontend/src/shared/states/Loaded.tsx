import type { ReactNode } from 'react';
import { toApiError } from '../apiError';
import { ErrorState } from './ErrorState';
import { LoadingState } from './LoadingState';
import { RefusedState } from './RefusedState';

interface LoadedProps<Data> {
  query: { data: Data | undefined; error: unknown; isError: boolean; refetch: () => unknown };
  height?: number | string;
  children: (data: Data) => ReactNode;
}

/** What a page is about, once it is there; until then that it is coming, failed, or shut to this viewer. */
export function Loaded<Data>({ query, height = '80vh', children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (!query.isError) {
    return (
      <div className="wrap">
        <LoadingState height={height} />
      </div>
    );
  }
  const { status } = toApiError(query.error);
  if (status === 401 || status === 403) return <RefusedState error={query.error} />;
  return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
}
