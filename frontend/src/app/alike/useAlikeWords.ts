import { useTranslation } from 'react-i18next';
import { useSectors } from '@/app/sectors';
import type { Words } from './words';

/** The page's words for what two things share. Places are named by the server, which knows all of them. */
export function useAlikeWords(): (labels: Record<string, string>) => Words {
  const { t } = useTranslation(['alike', 'why']);
  const { nameOf } = useSectors();
  const say = t as unknown as (key: string, values?: object) => string;
  return (labels) => ({
    sector: nameOf,
    stage: (code) => say(`why:bucket.${code}`, { defaultValue: code }),
    place: (path) => labels[path] ?? path,
    list: (parts) => parts.join(t('list')),
    say,
  });
}
