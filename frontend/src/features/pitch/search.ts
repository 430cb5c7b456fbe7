import { oneOf } from '@/shared/search/address';
import { STEPS, type Step } from './changes';

export interface WizardSearch {
  step?: Step;
}

export function validateWizardSearch(given: Record<string, unknown>): WizardSearch {
  const step = oneOf(given.step, STEPS);
  return step ? { step } : {};
}
