import { useTranslation } from 'react-i18next';

/** Names rounds in the page's language. A code this build does not know is shown as it is. */
export function useStageLabel(): (code: string) => string {
  const { t } = useTranslation('common');
  const lookup = t as unknown as (key: string, options: object) => string;
  return (code) => lookup(`stage.${code}`, { defaultValue: code });
}
