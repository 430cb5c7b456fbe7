import { compact, oneOf, whole, word } from '@/shared/search/address';
import { STEPS, type Step } from './changes';

export interface WizardSearch {
  step?: Step;
}

export function validateWizardSearch(given: Record<string, unknown>): WizardSearch {
  const step = oneOf(given.step, STEPS);
  return step ? { step } : {};
}

export const SORTS = ['newest', 'updated', 'title'] as const;

export interface PitchesSearch {
  q?: string;
  sort?: (typeof SORTS)[number];
  page?: number;
}

export function validatePitchesSearch(given: Record<string, unknown>): PitchesSearch {
  return compact({
    q: word(given.q),
    sort: oneOf(given.sort, SORTS),
    page: whole(given.page, 2, 10_000),
  }) as PitchesSearch;
}
