import { useTranslation } from 'react-i18next';
import { type MoneyValue, money, moneyRange } from './money';
import css from './shared.module.css';

function Shown({ text }: { text: string | null }) {
  const { t } = useTranslation();
  if (text === null) return <span className={css.undisclosed}>{t('money.undisclosed')}</span>;
  return <span className={css.money}>{text}</span>;
}

/** A price, or 未披露 when there is none. */
export function Money({ value }: { value: MoneyValue | null | undefined }) {
  const { i18n } = useTranslation();
  return <Shown text={value ? money(value, i18n.language) : null} />;
}

/** A span of prices with either end open, or 未披露. */
export function MoneyRange({ low, high }: { low?: MoneyValue | null; high?: MoneyValue | null }) {
  const { i18n } = useTranslation();
  return <Shown text={moneyRange(low, high, i18n.language)} />;
}
