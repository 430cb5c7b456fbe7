import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Slider } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PitchRowOutput, supposePitch } from '@/api';
import { useStageLabel } from '@/shared/labels';
import { money } from '@/shared/money';
import { OPEN_STAGES } from '@/shared/openStages';
import { ErrorState } from '@/shared/states/ErrorState';
import { useDebounced } from '@/shared/useDebounced';
import { amountAt, LADDER } from './ladder';
import { asItIs, question, type Turned } from './supposed';
import { WhatIfResult } from './WhatIfResult';
import css from './whatIf.module.css';

/** Turn ask, round and city, and see at once how many theses more or fewer would fit. Nothing is stored. */
export function WhatIf({ pitch }: { pitch: PitchRowOutput }) {
  const { t } = useTranslation('matching');
  const id = useId();
  const [turned, setTurned] = useState(() => asItIs(pitch));
  const asked = useDebounced(JSON.stringify(question(pitch, turned)), 300);
  const found = useQuery({
    queryKey: ['what-if', pitch.id, pitch.version, asked],
    queryFn: async () =>
      (await supposePitch({ path: { pitch_id: pitch.id }, body: JSON.parse(asked), throwOnError: true }))
        .data,
    placeholderData: keepPreviousData,
  });
  const turn = (changes: Partial<Turned>) => setTurned((now) => ({ ...now, ...changes }));
  return (
    <section className={css.panel} aria-labelledby={id}>
      <div className={css.head}>
        <h2 id={id}>{t('what_if.title')}</h2>
        <Button size="small" disabled={asked === '{}'} onClick={() => setTurned(asItIs(pitch))}>
          {t('what_if.reset')}
        </Button>
      </div>
      <p className={css.note}>{t('what_if.text')}</p>
      <div className={css.columns}>
        <Dials pitch={pitch} turned={turned} turn={turn} />
        {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
        {found.data ? (
          <WhatIfResult
            found={found.data}
            isTurned={asked !== '{}' && !found.isPlaceholderData}
            isOld={found.isPlaceholderData}
          />
        ) : null}
      </div>
    </section>
  );
}

interface DialsProps {
  pitch: PitchRowOutput;
  turned: Turned;
  turn: (changes: Partial<Turned>) => void;
}

function Dials({ pitch, turned, turn }: DialsProps) {
  const { t, i18n } = useTranslation('matching');
  const labelOf = useStageLabel();
  const id = useId();
  const currency = pitch.amount_target?.currency ?? 'CNY';
  const shown = (rung: number) => money({ amount: amountAt(rung), currency }, i18n.language);
  return (
    <div className={css.dials}>
      <div>
        <span className={css.label}>
          {t('what_if.amount')} <strong>{shown(turned.rung)}</strong>
        </span>
        <Slider
          min={0}
          max={LADDER.length - 1}
          value={turned.rung}
          onChange={(rung: number) => turn({ rung })}
          // The amount stands above; on a phone the bubble would cover it.
          tooltip={{ open: false }}
          ariaLabelForHandle={t('what_if.amount')}
          ariaValueTextFormatterForHandle={shown}
        />
      </div>
      <label htmlFor={`${id}-stage`}>
        <span className={css.label}>{t('what_if.stage')}</span>
        <Select
          id={`${id}-stage`}
          className={css.wide}
          value={turned.stage || undefined}
          options={OPEN_STAGES.map((value) => ({ value, label: labelOf(value) }))}
          onChange={(stage: string) => turn({ stage })}
        />
      </label>
      <label htmlFor={`${id}-city`}>
        <span className={css.label}>{t('what_if.city')}</span>
        <Input
          id={`${id}-city`}
          value={turned.city}
          maxLength={80}
          onChange={(event) => turn({ city: event.target.value })}
        />
      </label>
    </div>
  );
}
