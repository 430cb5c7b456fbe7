import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { LoadingState } from '@/shared/states/LoadingState';
import css from '../events.module.css';
import { Line } from '../waiting/Line';
import type { EventDetail } from '../words';

const ClosedPanels = lazy(() =>
  import('../closed/ClosedPanels').then((found) => ({ default: found.ClosedPanels })),
);

/** The ways to who comes, what it comes to and what they are told; who waits for a place, and who is invited. */
export function GuestsTab({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const ways = waysOf(event);
  return (
    <>
      <p className={css.ways}>
        {ways.map(({ page, word }) => (
          <AppLink key={page} className={css.touch} href={`/org/events/${event.id}/${page}`}>
            {t(`desk.to_${word}`)}
          </AppLink>
        ))}
      </p>
      <Line event={event} />
      <Suspense fallback={<LoadingState height={280} />}>
        <ClosedPanels event={event} />
      </Suspense>
    </>
  );
}

/** The pages about guests that this viewer may open. */
function waysOf({ state, allowed_actions }: EventDetail) {
  const may = (name: string) => allowed_actions.includes(name);
  return [
    { page: 'guests', word: 'guests', is: true },
    { page: 'figures', word: 'figures', is: may('view_figures') },
    { page: 'report', word: 'report', is: state === 'ended' && may('view_figures') },
    { page: 'mails', word: 'mails', is: may('mail_guests') },
    { page: 'import', word: 'import', is: may('import_guests') },
  ].filter(({ is }) => is) as { page: string; word: 'guests' | 'figures' | 'report' | 'mails' | 'import' }[];
}
