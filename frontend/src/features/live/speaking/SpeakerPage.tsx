import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomSpeakersState } from '@/api';
import { merge } from '@/app/live/merge';
import type { FeedEvent } from '@/app/live/place';
import { useFeed, useRoom } from '@/app/live/useRoom';
import { LanguageSwitch, ThemeSwitch } from '@/app/shell/Switches';
import { toApiError } from '@/shared/apiError';
import { titleOf } from '@/shared/names';
import { LoadingState } from '@/shared/states/LoadingState';
import { useAwake } from '@/shared/useAwake';
import { useHashLink } from '@/shared/useHashLink';
import { usePageTitle } from '@/shared/usePageTitle';
import { ConnectionState } from '../ConnectionState';
import live from '../live.module.css';
import { feedOf, reduce } from '../room';
import { Lectern } from './Lectern';
import { Shut } from './Shut';
import { firstOf, type View } from './speaking';
import css from './speaking.module.css';
import { useNotes } from './useNotes';
import { useSpeaking } from './useSpeaking';

const route = getRouteApi('/speaking/$id');
const reduceSpeakers = (state: RoomSpeakersState, event: FeedEvent) => merge(state, event);
export const placeOf = (event: string) => `xmh:speaking:${event}:link`;

/** The page of who speaks: the light, the deck and what they noted, on a phone or on the lectern's screen. */
export function SpeakerPage() {
  const { id } = route.useParams();
  const secret = useHashLink(placeOf(id));
  const query = useSpeaking(id, secret);
  useAwake();
  const isShut = query.isError && [401, 404].includes(toApiError(query.error).status);
  if (query.data && !isShut) return <Open key={secret} event={id} secret={secret} view={query.data} />;
  if (query.isError)
    return (
      <Shut place={placeOf(id)} secret={secret} error={query.error} onRetry={() => void query.refetch()} />
    );
  return <LoadingState height={420} />;
}

interface OpenProps {
  event: string;
  secret: string;
  view: View;
}

function Open({ event, secret, view }: OpenProps) {
  const { t, i18n } = useTranslation('backstage');
  usePageTitle(t('speaker.title', { title: titleOf(view.event, i18n.language) }));
  // The first pass of this page: each reading brings another, and a new one would open another socket.
  const [pass] = useState(view.room_pass);
  const room = useRoom(feedOf(event), reduce, pass);
  const { place } = useFeed(room.socket, view.feed, reduceSpeakers);
  // Above the line that is chosen: what was typed beside another stays, and is saved.
  const notes = useNotes(event, secret, view);
  const [chosen, setChosen] = useState<string | null>(null);
  const state = room.place?.state;
  if (!state) return <LoadingState height={420} />;
  const line = view.lines.find(({ id }) => id === chosen) ?? firstOf(view.lines, state);
  return (
    <main className={css.page}>
      <header className={css.top}>
        <div>
          <p className={css.quiet}>{titleOf(view.event, i18n.language)}</p>
          <h1>{line ? titleOf(line, i18n.language) : t('speaker.none')}</h1>
        </div>
        <ConnectionState room={room} />
      </header>
      {view.lines.length > 1 ? (
        <label className={css.choice}>
          {t('speaker.line')}
          <select value={line?.id ?? ''} onChange={({ target }) => setChosen(target.value)}>
            {view.lines.map((one) => (
              <option key={one.id} value={one.id}>
                {titleOf(one, i18n.language)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {line ? (
        <Lectern
          key={line.id}
          {...{ event, secret, line, state, room, notes }}
          cue={place?.state?.cue ?? null}
        />
      ) : null}
      <footer className={live.foot}>
        <LanguageSwitch />
        <ThemeSwitch />
      </footer>
    </main>
  );
}
