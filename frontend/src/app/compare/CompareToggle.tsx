import { useTranslation } from 'react-i18next';
import { Icon } from '@/shared/icons';
import css from './compare.module.css';
import { usePicks } from './picks';

interface CompareToggleProps {
  id: string;
  name: string;
}

/** Puts a project among those to compare, or takes it out. */
export function CompareToggle({ id, name }: CompareToggleProps) {
  const { t } = useTranslation('cards');
  const { picks, isFull, toggle } = usePicks();
  const chosen = picks.some((pick) => pick.id === id);
  const noRoom = isFull && !chosen;
  return (
    <button
      type="button"
      className={css.toggle}
      aria-pressed={chosen}
      disabled={noRoom}
      title={noRoom ? t('compare.full') : undefined}
      onClick={() => toggle({ id, name })}
    >
      <Icon name={chosen ? 'check' : 'columns'} size={15} />
      {t('compare.toggle')}
      <span className="visually-hidden"> {name}</span>
    </button>
  );
}
