import { useTranslation } from 'react-i18next';
import type { Comparison } from '@/api';
import { useSectors } from '@/app/sectors';
import { type LabelGroup, useLabels } from '@/shared/cards/useLabels';
import { formatDate } from '@/shared/format';
import { useStageLabel } from '@/shared/labels';
import { type MoneyValue, money } from '@/shared/money';
import { blockGroups } from './blockGroups';
import { headline } from './headline';
import type { Group } from './rows';
import { useFitGroup } from './useFitGroup';

/** The page's words for what a comparison holds. */
export interface Words {
  say: (key: string, values?: object) => string;
  label: (group: LabelGroup, code: string) => string;
  stage: (code: string) => string;
  sectors: (codes: string[]) => string;
  day: (day: string) => string;
  yesNo: (value: boolean | null) => string | null;
  /** An amount, and in another currency than the street's what it comes to. */
  amount: (value: MoneyValue | null | undefined, cny?: MoneyValue | null) => string | null;
}

function useWords(): Words {
  const { t, i18n } = useTranslation(['compare', 'deals']);
  const { nameOf } = useSectors();
  const label = useLabels();
  const stage = useStageLabel();
  const say = t as unknown as (key: string, values?: object) => string;
  const printed = (value: MoneyValue) => money(value, i18n.language);
  return {
    say,
    label: (group, code) => (code ? label(group, code) : ''),
    stage: (code) => (code ? stage(code) : ''),
    sectors: (codes) => codes.map(nameOf).join(t('deals:deal.list')),
    day: (day) => formatDate(day, i18n.language),
    yesNo: (value) => (value === null ? null : t(value ? 'deals:deal.yes' : 'deals:deal.no')),
    amount: (value, cny) => {
      if (!value) return null;
      if (!cny || value.currency === cny.currency || Number(cny.amount) === 0) return printed(value);
      return t('about', { amount: printed(value), cny: printed(cny) });
    },
  };
}

/** Everything of a comparison in the words of the page, group by group. */
export function useGroups({ deals }: Pick<Comparison, 'deals'>): Group[] {
  const words = useWords();
  const fit = useFitGroup(deals);
  return [headline(deals, words), ...fit, ...blockGroups(deals, words)].filter(
    ({ rows, shut }) => rows.length > 0 || shut.some(Boolean),
  );
}
