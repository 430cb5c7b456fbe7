import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import css from './money.module.css';

interface StateSelectProps<State extends string> {
  value: State | undefined;
  options: { value: State; label: string }[];
  onChange: (state: State | undefined) => void;
}

/** One state, or all of them. */
export function StateSelect<State extends string>({ value, options, onChange }: StateSelectProps<State>) {
  const { t } = useTranslation('money');
  return (
    <Select
      className={css.state ?? ''}
      allowClear
      aria-label={t('column.state')}
      placeholder={t('column.state')}
      value={value ?? null}
      options={options}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
}
