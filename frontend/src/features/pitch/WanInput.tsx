import { InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MoneyValue } from '@/shared/money';
import { fromWan, toWan } from './changes';

interface WanInputProps {
  currency: string;
  value?: MoneyValue | null;
  onChange?: (value: MoneyValue | null) => void;
  id?: string;
  'aria-label'?: string;
}

/** An amount typed in 万. Fits into an antd Form.Item as it is. */
export function WanInput({ currency, value, onChange, ...rest }: WanInputProps) {
  const { t } = useTranslation('pitch');
  return (
    <InputNumber
      {...rest}
      style={{ width: '100%' }}
      min={0}
      max={1e9}
      controls={false}
      value={toWan(value)}
      suffix={t('wan', { currency })}
      onChange={(figure) => onChange?.(fromWan(figure, currency))}
    />
  );
}
