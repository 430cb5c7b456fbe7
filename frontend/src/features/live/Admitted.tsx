import type { ReactNode } from 'react';
import { NotFoundPage } from '@/app/shell/NotFoundPage';
import { toApiError } from '@/shared/apiError';
import { Loaded } from '@/shared/states/Loaded';
import { LoadingState } from '@/shared/states/LoadingState';
import type { RoadshowState } from './room';
import type { EventDetail, Roadshow } from './useRoadshow';

interface AdmittedProps {
  roadshow: Roadshow;
  children: (event: EventDetail, state: RoadshowState) => ReactNode;
}

/** A room once it is there. One that does not exist and one that is shut to this viewer look the same. */
export function Admitted({ roadshow: { query, room }, children }: AdmittedProps) {
  const isUnknown = query.isError && toApiError(query.error).status === 404;
  if (isUnknown || room.refused) return <NotFoundPage />;
  return (
    <Loaded query={query}>
      {(event) => {
        const state = room.place?.state;
        return state ? (
          children(event, state)
        ) : (
          <div className="wrap">
            <LoadingState height="80vh" />
          </div>
        );
      }}
    </Loaded>
  );
}
