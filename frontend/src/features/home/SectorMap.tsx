import { useTranslation } from 'react-i18next';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { Icon } from '@/shared/icons';
import { LoadingState } from '@/shared/states/LoadingState';
import type { Summary } from './Figures';
import { fill } from './fill';
import css from './home.module.css';

const CELL = 'M20 2 36.5 11.5v19L20 40 3.5 30.5v-19Z';

/** One cell of the comb, filled with honey from below. */
function Cell({ code, level }: { code: string; level: number }) {
  const clip = `cell-${code}`;
  return (
    <svg aria-hidden="true" width="40" height="42" viewBox="0 0 40 42">
      <clipPath id={clip}>
        <path d={CELL} />
      </clipPath>
      <path d={CELL} fill="var(--surface-sunk)" />
      <g clipPath={`url(#${clip})`}>
        <rect x="0" y={40 - 38 * level} width="40" height="42" fill="var(--honey-bright)" />
        <path
          d={`M-4 ${40 - 38 * level}q6-3.5 12 0t12 0 12 0 12 0v4H-4Z`}
          fill="var(--honey-bright)"
          opacity={level > 0 ? 1 : 0}
        />
      </g>
      <path d={CELL} fill="none" stroke="var(--comb)" strokeWidth="2" strokeLinejoin="round" />
    </svg>
  );
}

/** The top sectors as a honeycomb, each leading to its pitches. */
export function SectorMap({ summary: { data, isPending } }: { summary: Summary }) {
  const { t } = useTranslation('home');
  const { nameOf } = useSectors();
  if (!data && !isPending) return null;
  const most = Math.max(0, ...(data?.sectors ?? []).map(({ pitches }) => pitches));
  return (
    <section className={`wrap ${css.section}`} aria-labelledby="sectors">
      <div className={css.sectionHead}>
        <h2 id="sectors">{t('sectors.title')}</h2>
        <p>{data && most === 0 ? t('sectors.empty') : t('sectors.lead')}</p>
      </div>
      {data ? (
        <ul className={css.comb}>
          {data.sectors.map(({ code, pitches }) => (
            <li key={code}>
              <AppLink href={`/deals?sector=${encodeURIComponent(code)}`}>
                <Cell code={code} level={fill(pitches, most)} />
                <span className={css.sectorName}>{nameOf(code)}</span>
                <span className={css.sectorCount}>{t('sectors.count', { count: pitches })}</span>
              </AppLink>
            </li>
          ))}
          <li className={css.combAll}>
            <AppLink href="/deals">
              <span className={css.sectorName}>{t('sectors.all')}</span>
              <Icon name="arrow" />
            </AppLink>
          </li>
        </ul>
      ) : (
        <LoadingState height="var(--comb-height)" />
      )}
    </section>
  );
}
