import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeOutput } from '@/api';
import { useSectors } from '@/app/sectors';
import { useLabels } from '@/shared/cards/useLabels';
import { useStageLabel } from '@/shared/labels';
import { money } from '@/shared/money';
import css from './changes.module.css';
import { amountsIn, partsOf } from './words';

/** How a changed part reads: codes by their names, amounts as money, everything else as it was written. */
function useWords(): (name: string, text: string) => string {
  const { t, i18n } = useTranslation('changes');
  const { nameOf } = useSectors();
  const stage = useStageLabel();
  const label = useLabels();
  return (name, text) => {
    if (!text) return '';
    const join = (parts: string[]) => parts.join(t('list'));
    if (name === 'sectors' || name === 'sector_primary') return join(partsOf(text).map(nameOf));
    if (name === 'stage') return stage(text);
    if (name === 'instrument' || name === 'business_model') return label(name, text);
    if (name === 'lead_wanted' || name === 'terms.lead_committed') return t(text === 'true' ? 'yes' : 'no');
    const amounts = amountsIn(name, text);
    return amounts ? join(amounts.map((one) => money(one, i18n.language) ?? text)) : text;
  };
}

/** Each part that would change, as everybody reads it now and as they would read it. A part from nothing has one side. */
export function ChangeList({
  changes,
  isNew = false,
}: {
  changes: readonly ChangeOutput[];
  isNew?: boolean;
}) {
  const { t } = useTranslation('changes');
  const words = useWords();
  const field = t as unknown as (key: string, options: object) => string;
  if (changes.length === 0) return <p>{t('none')}</p>;
  const side = (kind: 'before' | 'after', { name, before, after }: ChangeOutput): ReactNode => {
    const text = words(name, kind === 'before' ? before : after);
    return (
      <div className={kind === 'before' ? css.before : css.after}>
        {isNew ? null : <span className={css.side}>{t(kind)}</span>}
        <span className={css.words}>{text || t('empty')}</span>
      </div>
    );
  };
  return (
    <dl className={css.changes}>
      {changes.map((change, at) => (
        // Two people of a team are two changes of one name.
        <div key={`${change.name}:${String(at)}`}>
          <dt>{field(`name.${change.name.replace('.', '_')}`, { defaultValue: change.name })}</dt>
          <dd className={isNew ? css.one : css.both}>
            {isNew ? null : side('before', change)}
            {side('after', change)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
