import { Button } from 'antd';
import css from './search.module.css';

interface SingleFacetProps {
  options: { value: number; label: string }[];
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

/** One of a few steps, or none: press again to let go. */
export function SingleFacet({ options, value, onChange }: SingleFacetProps) {
  return (
    <div className={css.presets}>
      {options.map((option) => {
        const isOn = option.value === value;
        return (
          <Button
            key={option.value}
            size="small"
            aria-pressed={isOn}
            className={isOn ? css.presetOn : undefined}
            onClick={() => onChange(isOn ? undefined : option.value)}
          >
            {option.label}
          </Button>
        );
      })}
    </div>
  );
}
