import { useTranslation } from 'react-i18next';

import { useLabels } from '@/shared/cards/useLabels';
import { useStageLabel } from '@/shared/labels';
import { currencyName, moneyRange } from '@/shared/money';
import { useSectors } from '../sectors';
import type { Question } from './question';

const CODED = ['qualification', 'business_model', 'instrument'] as const;
const PLACES = ['country', 'region', 'city', 'district'] as const;

/** Of a path the place itself; a name stays as it is. */
const lastOf = (place: string): string => place.split('/').at(-1) ?? place;

const money = (amount: string | undefined, currency = 'CNY') => (amount ? { amount, currency } : null);

/** A kept question in words, one piece for each condition. */
export function useQuestionWords(): (question: Question) => string[] {
  const { t, i18n } = useTranslation('saved');
  const label = useLabels();
  const stage = useStageLabel();
  const { nameOf } = useSectors();
  return (question) => {
    const said: string[] = question.q ? [t('said', { words: question.q })] : [];
    said.push(...(question.sector ?? []).map(nameOf), ...(question.stage ?? []).map(stage));
    said.push(...PLACES.flatMap((level) => (question[level] ?? []).map(lastOf)));
    for (const group of CODED) said.push(...(question[group] ?? []).map((code) => label(group, code)));
    for (const code of question.ask_currency ?? [])
      said.push(t('ask_currency', { currency: currencyName(code, i18n.language) }));
    for (const value of question.lead_wanted ?? [])
      said.push(t(value === 'true' ? 'lead_wanted' : 'lead_not_wanted'));
    const { amount_min: low, amount_max: high, founded_from: from, founded_to: to, currency } = question;
    const asked = moneyRange(money(low, currency), money(high, currency), i18n.language);
    if (asked) said.push(t('amount', { asked }));
    if (from || to) said.push(t('founded', { from: from ?? '', to: to ?? '' }));
    if (question.close_within) said.push(t('close_within', { count: question.close_within }));
    if (question.confirmed_within) said.push(t('confirmed_within', { count: question.confirmed_within }));
    const not = [
      ...(question.sector_exclude ?? []).map(nameOf),
      ...(question.stage_exclude ?? []).map(stage),
      ...(question.place_exclude ?? []).map(lastOf),
      ...(question.word_exclude ?? []),
    ];
    said.push(...not.map((words) => t('not', { words })));
    return said.length > 0 ? said : [t('everything')];
  };
}
