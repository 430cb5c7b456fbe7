import { Button, InputNumber } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './search.module.css';

export interface Range {
  low?: number;
  high?: number;
}

interface RangeFacetProps {
  /** Names the two fields for readers of a screen. */
  label: string;
  value: Range;
  /** Ready-made ranges, offered as buttons. */
  presets?: { label: string; value: Range }[];
  unit?: string;
  min?: number;
  max?: number;
  onChange: (range: Range) => void;
}

const rangeOf = (low: number | null, high: number | null): Range => ({
  ...(low === null ? {} : { low }),
  ...(high === null ? {} : { high }),
});

/** Two figures, either of which may stay open. Turned round when typed the wrong way. */
export function orderedRange({ low, high }: Range): Range {
  return low !== undefined && high !== undefined && low > high
    ? { low: high, high: low }
    : rangeOf(low ?? null, high ?? null);
}

export function RangeFacet({ label, value, presets = [], unit, min = 0, max, onChange }: RangeFacetProps) {
  const { t } = useTranslation('cards');
  const [low, setLow] = useState<number | null>(value.low ?? null);
  const [high, setHigh] = useState<number | null>(value.high ?? null);
  useEffect(() => {
    setLow(value.low ?? null);
    setHigh(value.high ?? null);
  }, [value.low, value.high]);
  const commit = () => {
    const next = orderedRange(rangeOf(low, high));
    if (next.low !== value.low || next.high !== value.high) onChange(next);
  };
  const field = (end: 'low' | 'high', shown: number | null, set: (figure: number | null) => void) => (
    <InputNumber
      className={css.figure}
      value={shown}
      min={min}
      {...(max === undefined ? {} : { max })}
      controls={false}
      aria-label={`${label} ${t(`range.${end}`)}`}
      placeholder={t(`range.${end}`)}
      onChange={set}
      onBlur={commit}
      onPressEnter={commit}
    />
  );
  return (
    <div className={css.range}>
      {presets.length > 0 ? (
        <div className={css.presets}>
          {presets.map((preset) => {
            const isOn = preset.value.low === value.low && preset.value.high === value.high;
            return (
              <Button
                key={preset.label}
                size="small"
                aria-pressed={isOn}
                className={isOn ? css.presetOn : undefined}
                onClick={() => onChange(isOn ? {} : preset.value)}
              >
                {preset.label}
              </Button>
            );
          })}
        </div>
      ) : null}
      <div className={css.figures}>
        {field('low', low, setLow)}
        <span aria-hidden="true">–</span>
        {field('high', high, setHigh)}
        {unit ? <span className={css.unit}>{unit}</span> : null}
      </div>
    </div>
  );
}
