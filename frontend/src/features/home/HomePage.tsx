import { useQuery } from '@tanstack/react-query';
import { type ComponentType, Suspense } from 'react';
import { eventsListOptions, getStreetSummaryOptions } from '@/api/@tanstack/react-query.gen';
import { usePageTitle } from '@/shared/usePageTitle';
import { sorted } from './coming';
import { Entries } from './Entries';
import { Figures } from './Figures';
import { Hero } from './Hero';
import { HowItWorks } from './HowItWorks';
import css from './home.module.css';
import { NewestPitches } from './NewestPitches';
import { NextEvents } from './NextEvents';
import { SectorMap } from './SectorMap';

/** An event begins while the page is open; what happens in it comes by its room. */
const LOOK_AGAIN_MS = 60_000;

interface HomePageProps {
  /** What follows an event that runs now. Heavy, and only loaded when one does. */
  strip: ComponentType<{ event: string }>;
}

/** The street in ten seconds, for anybody. Everything counted comes from one request. */
export function HomePage({ strip: Strip }: HomePageProps) {
  usePageTitle();
  const summary = useQuery(getStreetSummaryOptions());
  const events = useQuery({
    ...eventsListOptions({ query: { page_size: 8 } }),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const { live, next } = sorted(events.data?.results ?? []);
  return (
    <div className={css.page}>
      <div className={css.first}>
        <Hero />
        {live ? (
          <div className={css.dock}>
            <div className={`wrap ${css.docked}`}>
              <Suspense fallback={null}>
                <Strip key={live.id} event={live.id} />
              </Suspense>
            </div>
          </div>
        ) : null}
      </div>
      <Entries />
      {events.isError && !events.data ? null : <NextEvents events={events.data ? next : undefined} />}
      <Figures summary={summary} />
      <SectorMap summary={summary} />
      <NewestPitches summary={summary} />
      <HowItWorks />
    </div>
  );
}
