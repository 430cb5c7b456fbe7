import { useTranslation } from 'react-i18next';

export type LabelGroup =
  | 'instrument'
  | 'business_model'
  | 'qualification'
  | 'investor_type'
  | 'lead_or_follow'
  | 'open_to'
  | 'block'
  | 'visibility'
  | 'pitch_state'
  | 'fund_type';

/** Names the codes that cards, filters and forms share. A code this build does not know is shown as it is. */
export function useLabels(): (group: LabelGroup, code: string) => string {
  const { t } = useTranslation('cards');
  const lookup = t as unknown as (key: string, options: object) => string;
  return (group, code) => lookup(`label.${group}.${code}`, { defaultValue: code });
}
