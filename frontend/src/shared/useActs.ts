import { useTranslation } from 'react-i18next';

type Lookup = (key: string, options: object) => string;

/** An act by its name; one this build does not know is said to be another act of its group. */
export function nameOfAct(act: string, lookup: Lookup): string {
  const group = lookup(`${act.split('.')[0]}.group`, { defaultValue: '' });
  const other = group ? lookup('other_in', { group }) : lookup('other', {});
  return lookup(act, { defaultValue: other });
}

/** Names acts of the trail in the page's language; `<group>.group` names a group. */
export function useActs(): (act: string) => string {
  const { t } = useTranslation('acts');
  return (act) => nameOfAct(act, t as unknown as Lookup);
}
