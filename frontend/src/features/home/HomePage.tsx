import { useQuery } from '@tanstack/react-query';
import { getStreetSummaryOptions } from '@/api/@tanstack/react-query.gen';
import { usePageTitle } from '@/shared/usePageTitle';
import { Entries } from './Entries';
import { Figures } from './Figures';
import { Hero } from './Hero';
import { HowItWorks } from './HowItWorks';
import css from './home.module.css';
import { NewestPitches } from './NewestPitches';
import { SectorMap } from './SectorMap';

/** The street in ten seconds, for anybody. Everything counted comes from one request. */
export function HomePage() {
  usePageTitle();
  const summary = useQuery(getStreetSummaryOptions());
  return (
    <div className={css.page}>
      <Hero />
      <Entries />
      <Figures summary={summary} />
      <SectorMap summary={summary} />
      <NewestPitches summary={summary} />
      <HowItWorks />
    </div>
  );
}
