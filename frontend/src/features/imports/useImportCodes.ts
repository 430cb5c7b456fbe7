import { useTranslation } from 'react-i18next';

/** Names codes of an import in the page's language; one this build does not know is shown as it is. */
export function useImportCodes(): (group: 'subject' | 'state' | 'field' | 'refusal', code: string) => string {
  const { t } = useTranslation('imports');
  const lookup = t as unknown as (key: string, options: object) => string;
  return (group, code) => lookup(`${group}.${code.split('.').pop()}`, { defaultValue: code });
}
