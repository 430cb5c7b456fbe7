import { useTranslation } from 'react-i18next';

/** Names codes of the server in the page's language; one this build does not know is shown as it is. */
export function useCodes(): (
  group: 'kind' | 'state' | 'fact' | 'standing' | 'preset' | 'visibility',
  code: string,
) => string {
  const { t } = useTranslation(['operator', 'events']);
  const lookup = t as unknown as (key: string, options: object) => string;
  // What an event says of itself is worded where events are.
  const home = (group: string) => (group === 'preset' || group === 'visibility' ? 'events' : 'operator');
  return (group, code) => lookup(`${home(group)}:${group}.${code}`, { defaultValue: code });
}
