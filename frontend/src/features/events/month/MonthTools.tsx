import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/shared/icons';
import { FIRST_MONTH, LAST_MONTH, monthOf, shiftMonth } from './days';
import css from './month.module.css';
import { Subscribe } from './Subscribe';
import { useSaid } from './useSaid';

interface ToolsProps {
  month: string;
  today: string;
  onMonth: (month: string) => void;
}

/** Which month it is, the way to the next, and back to today. */
export function MonthTools({ month, today, onMonth }: ToolsProps) {
  const { t } = useTranslation('events');
  const said = useSaid();
  return (
    <div className={css.tools}>
      <div className={css.turn}>
        <Button
          className={css.back ?? ''}
          aria-label={t('month.previous')}
          disabled={month <= FIRST_MONTH}
          icon={<Icon name="arrow" size={18} />}
          onClick={() => onMonth(shiftMonth(month, -1))}
        />
        <h2 aria-live="polite">{said.month(month)}</h2>
        <Button
          aria-label={t('month.next')}
          disabled={month >= LAST_MONTH}
          icon={<Icon name="arrow" size={18} />}
          onClick={() => onMonth(shiftMonth(month, 1))}
        />
      </div>
      <Button onClick={() => onMonth(monthOf(today))}>{t('month.today')}</Button>
      <Subscribe />
    </div>
  );
}
