import { Space } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MoneyValue } from '@/shared/money';
import { WanInput } from './WanInput';

interface RevenueYearsProps {
  currency: string;
  value?: MoneyValue[];
  onChange?: (value: MoneyValue[]) => void;
}

const YEARS = [0, 1, 2] as const;

/** Up to three years, newest first. A year can only be told when the newer ones are. */
export function RevenueYears({ currency, value = [], onChange }: RevenueYearsProps) {
  const { t } = useTranslation('pitch');
  const set = (year: number, amount: MoneyValue | null) => {
    const kept = amount ? [...value.slice(0, year), amount, ...value.slice(year + 1)] : value.slice(0, year);
    onChange?.(kept);
  };
  return (
    <Space wrap>
      {YEARS.filter((year) => year <= value.length).map((year) => (
        <WanInput
          key={year}
          currency={currency}
          aria-label={t(`revenue_${year}`)}
          value={value[year] ?? null}
          onChange={(amount) => set(year, amount)}
        />
      ))}
    </Space>
  );
}
