import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { eventsReplayRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { NotFoundPage } from '@/app/shell/NotFoundPage';
import { LanguageSwitch, ThemeSwitch } from '@/app/shell/Switches';
import { AppLink } from '@/shared/AppLink';
import { toApiError } from '@/shared/apiError';
import { organizationName } from '@/shared/names';
import { Loaded } from '@/shared/states/Loaded';
import { LoadingState } from '@/shared/states/LoadingState';
import { usePageTitle } from '@/shared/usePageTitle';
import live from '../live.module.css';
import { type EventDetail, useRoadshow } from '../useRoadshow';
import { beginning, titleOf } from '../words';
import type { Replay } from './replay';
import { Watch } from './Watch';

const ReplayForm = lazy(() => import('./ReplayForm').then((found) => ({ default: found.ReplayForm })));

const LOOK_AGAIN_MS = 1_000;
const isNotYet = (error: unknown) => error !== null && toApiError(error).code === 'replays.not_yet';

const route = getRouteApi('/rooms/$id_/replay');

/** An evening that is over, from its first line to its last. */
export function ReplayPage() {
  const { id } = route.useParams();
  const { query: event } = useRoadshow(id);
  const query = useQuery({
    ...eventsReplayRetrieveOptions({ path: { event_id: id } }),
    retry: false,
    // The host may be here before the evening is put together.
    refetchInterval: ({ state }) => (isNotYet(state.error) ? LOOK_AGAIN_MS : false),
  });
  const isUnknown = [query.error, event.error].some((error) => error && toApiError(error).status === 404);
  if (isUnknown) return <NotFoundPage />;
  if (event.data && isNotYet(query.error)) return <Coming event={event.data} />;
  return (
    <Loaded query={event}>
      {(known) => <Loaded query={query}>{(replay) => <Shown event={known} replay={replay} />}</Loaded>}
    </Loaded>
  );
}

function Coming({ event }: { event: EventDetail }) {
  const { t } = useTranslation('replay');
  return (
    <Frame event={event}>
      <p role="status">{t('coming')}</p>
      <LoadingState height={240} />
    </Frame>
  );
}

function Shown({ event, replay }: { event: EventDetail; replay: Replay }) {
  return (
    <Frame event={event}>
      {replay.may_write ? (
        <Suspense fallback={<LoadingState height={240} />}>
          <ReplayForm event={event.id} replay={replay} />
        </Suspense>
      ) : null}
      <Watch key={replay.recording_url} event={event} replay={replay} />
    </Frame>
  );
}

function Frame({ event, children }: { event: EventDetail; children: ReactNode }) {
  const { t, i18n } = useTranslation('replay');
  const title = titleOf(event, i18n.language);
  usePageTitle(t('title', { title }));
  return (
    <div className={live.page}>
      <header className={live.head}>
        <div className={live.names}>
          <p>
            {t('name')} · {organizationName(event.organization, i18n.language)} ·{' '}
            <time dateTime={event.starts_at}>{beginning(event, i18n.language)}</time>
          </p>
          <h1>{title}</h1>
        </div>
        <AppLink href={`/rooms/${event.id}`}>{t('room')}</AppLink>
      </header>
      <div className={live.side}>{children}</div>
      <footer className={live.foot}>
        <LanguageSwitch />
        <ThemeSwitch />
      </footer>
    </div>
  );
}
