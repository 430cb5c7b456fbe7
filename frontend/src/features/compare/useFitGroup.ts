import { useTranslation } from 'react-i18next';
import { useWhy } from '@/app/why/useWhy';
import { type Cell, type Deal, type Group, rowOf } from './rows';

const NOTHING: Cell = { text: '' };
/** Points as they add up to the score, with the sign of what speaks for or against. */
const points = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

/** How each project fits the investor that was named: score and place, conditions, and the parts of the score. */
export function useFitGroup(deals: Deal[]): Group[] {
  const { t } = useTranslation(['compare', 'common']);
  const words = useWhy();
  const fits = deals.map(({ why }) => why && words(why));
  if (fits.every((fit) => !fit)) return [];
  const compared = deals.filter(({ rank }) => rank !== null).length;
  const scores = deals.map(({ why, rank }) =>
    why ? { text: why.score.toFixed(2), note: t('rank', { rank, count: compared }) } : NOTHING,
  );
  const gates = named(fits.map((fit) => fit?.gates ?? [])).flatMap(({ code, label }) =>
    rowOf(
      `gate.${code}`,
      label,
      fits.map((fit) => {
        const gate = fit?.gates.find((one) => one.code === code);
        return gate
          ? { text: t(`common:reason.${gate.state}`), note: gate.evidence ?? '', mark: gate.state }
          : NOTHING;
      }),
    ),
  );
  const reasons = named(fits.map((fit) => fit?.reasons ?? [])).flatMap(({ code, label }) =>
    rowOf(
      `reason.${code}`,
      label,
      fits.map((fit) => {
        const reason = fit?.reasons.find((one) => one.code === code);
        if (reason) return { text: points(reason.contribution), note: reason.evidence ?? '' };
        // A part that is not named adds nothing to the score.
        return fit ? { text: '0' } : NOTHING;
      }),
    ),
  );
  const rows = [...rowOf('score', t('score'), scores), ...gates, ...reasons];
  return [{ key: 'fit', title: t('group.fit'), shut: deals.map(() => null), rows }];
}

/** Each code once, by the label it has first. */
function named(lists: { code: string; label: string }[][]) {
  const found = new Map(lists.flat().map(({ code, label }) => [code, label]));
  return [...found].map(([code, label]) => ({ code, label }));
}
