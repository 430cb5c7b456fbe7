import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RhythmEnum } from '@/api';

const RHYTHMS: RhythmEnum[] = ['immediate', 'daily', 'weekly', 'never'];

interface RhythmSelectProps {
  label?: string;
  /** Given by a form. */
  id?: string;
  value?: RhythmEnum;
  onChange?: (rhythm: RhythmEnum) => void;
  disabled?: boolean;
}

/** How often somebody wants to hear of what newly fits. */
export function RhythmSelect({ label, ...field }: RhythmSelectProps) {
  const { t } = useTranslation('saved');
  return (
    <Select<RhythmEnum>
      aria-label={label}
      popupMatchSelectWidth={false}
      options={RHYTHMS.map((value) => ({ value, label: t(`rhythm.${value}`) }))}
      {...field}
    />
  );
}
