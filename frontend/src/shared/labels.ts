import type { TFunction } from 'i18next';

/** The name of a round in the page's language. A code this build does not know is shown as it is. */
export function stageLabel(t: TFunction, code: string): string {
  const lookup = t as unknown as (key: string, options: object) => string;
  return lookup(`common:stage.${code}`, { defaultValue: code });
}
