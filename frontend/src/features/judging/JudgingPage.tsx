import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from '@/app/shell/Switches';
import { toApiError } from '@/shared/apiError';
import { titleOf } from '@/shared/names';
import { LoadingState } from '@/shared/states/LoadingState';
import { useAwake } from '@/shared/useAwake';
import { useHashLink } from '@/shared/useHashLink';
import { usePageTitle } from '@/shared/usePageTitle';
import { useRefusalText } from '@/shared/useRefusalText';
import { DeckPicture } from './DeckPicture';
import { JudgesChat } from './JudgesChat';
import css from './judging.module.css';
import { Overview } from './Overview';
import { PitchSheet } from './PitchSheet';
import { useKeeper, useSettling } from './useKeeper';
import { useStage, useView } from './useView';
import { DRIFT_FROM, type View } from './words';

const route = getRouteApi('/judging/$id');

/** A judge's phone: the deck on stage and the rubric on one screen, and what they gave so far. */
export function JudgingPage() {
  const { id } = route.useParams();
  const secret = useHashLink(`xmh:judging:${id}:link`);
  const query = useView(id, secret);
  useAwake();
  const isShut = query.isError && toApiError(query.error).status === 401;
  if (query.data && !isShut)
    return <Open key={secret} event={id} secret={secret} view={query.data} refetch={query.refetch} />;
  if (!secret || query.isError) return <Shut error={query.error} onRetry={() => void query.refetch()} />;
  return <LoadingState height={420} />;
}

/** Without a link, with one that opens nothing, or before the first answer. */
function Shut({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation(['judging', 'common']);
  const refusalText = useRefusalText();
  const isAway = Boolean(error) && toApiError(error).status !== 401;
  const title = t(isAway ? 'judging:link.away_title' : 'judging:link.title');
  usePageTitle(title);
  return (
    <main className={css.page} role="alert">
      <h1>{title}</h1>
      {error ? <p>{refusalText(error)}</p> : null}
      {isAway ? (
        <>
          <p>{t('judging:link.away')}</p>
          <button type="button" className={css.big} onClick={onRetry}>
            {t('common:state.retry')}
          </button>
        </>
      ) : (
        <p>{t('judging:link.text')}</p>
      )}
    </main>
  );
}

interface OpenProps {
  event: string;
  secret: string;
  view: View;
  refetch: () => Promise<{ data: View | undefined }>;
}

function Open({ event, secret, view, refetch }: OpenProps) {
  const { t, i18n } = useTranslation('judging');
  usePageTitle(t('page.title', { title: titleOf(view.event, i18n.language) }));
  const { stage, room, chat } = useStage(event, view, refetch);
  const { keeper, state } = useKeeper(event, secret, view.id);
  useSettling(keeper, state, view, refetch);
  const [chosen, setChosen] = useState<string | null>(null);
  const onStage = view.pitches.find(({ line }) => line === stage?.item_id) ?? null;
  const pitch = view.pitches.find(({ id }) => id === chosen) ?? onStage ?? view.pitches[0];
  return (
    <main className={css.page}>
      <Head view={view} isKept={state.isKept} />
      {pitch && keeper ? (
        <>
          {stage && onStage?.id === pitch.id && stage.pages > 0 ? (
            <DeckPicture key={onStage.line} event={event} secret={secret} stage={stage} />
          ) : (
            <p className={css.quiet}>{t('page.no_deck')}</p>
          )}
          {onStage && onStage.id !== pitch.id ? (
            <button type="button" className={css.plain} onClick={() => setChosen(null)}>
              {t('page.to_stage')}
            </button>
          ) : null}
          <PitchSheet
            key={pitch.id}
            {...{ event, secret, view, pitch, keeper }}
            kept={state.kept[pitch.id]}
            isOffline={state.isOffline}
            stay={() => setChosen(pitch.id)}
          />
          <Drift view={view} />
          <Overview {...{ view, state, onStage }} shown={pitch.id} onChoose={setChosen} />
        </>
      ) : (
        <p>{t('page.none')}</p>
      )}
      {chat ? <JudgesChat {...{ event, room, chat }} judge={view.id} /> : null}
      <footer className={css.foot}>
        <LanguageSwitch />
        <ThemeSwitch />
      </footer>
    </main>
  );
}

function Head({ view, isKept }: { view: View; isKept: boolean }) {
  const { t, i18n } = useTranslation('judging');
  return (
    <header className={css.head}>
      <h1>{titleOf(view.event, i18n.language)}</h1>
      <p>{t('page.judge', { name: [view.name, view.title].filter(Boolean).join(' · ') })}</p>
      <p className={css.phase} data-phase={view.panel.state} role="status">
        {t(`phase.${view.panel.state}`)}
      </p>
      {isKept ? null : <p role="alert">{t('saved.unkept')}</p>}
    </header>
  );
}

/** Whether a judge's last scores lie apart from their own earlier ones. */
function Drift({ view: { drift } }: { view: View }) {
  const { t } = useTranslation('judging');
  if (!drift || Math.abs(drift.difference) < DRIFT_FROM) return null;
  return (
    <p className={css.hint} role="status">
      {t('page.drift', {
        points: Math.abs(drift.difference).toFixed(1),
        direction: t(drift.difference > 0 ? 'page.higher' : 'page.lower'),
      })}
    </p>
  );
}
