import { useTranslation } from 'react-i18next';

/** Names codes of the server in the page's language; one this build does not know is shown as it is. */
export function useCodes(): (
  group: 'kind' | 'state' | 'fact' | 'standing' | 'preset',
  code: string,
) => string {
  const { t } = useTranslation('operator');
  const lookup = t as unknown as (key: string, options: object) => string;
  return (group, code) => lookup(`${group}.${code}`, { defaultValue: code });
}
