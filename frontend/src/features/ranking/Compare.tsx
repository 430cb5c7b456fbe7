import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rankings } from '@/api';
import { CompareFigures } from './CompareFigures';
import css from './ranking.module.css';
import { SidesTable } from './SidesTable';
import { type Side, sidesOf } from './sides';
import { useFigure, useNames } from './useNames';

/** Two rankings side by side: how much each part weighs, and how each did. */
export function Compare({ rankings }: { rankings: Rankings }) {
  const { t } = useTranslation('ranking');
  const sides = sidesOf(rankings);
  const [chosen, choose] = useState<{ one?: string; other?: string }>({});
  const find = (version: string | undefined) => sides.find((side) => side.version === version);
  const one = find(chosen.one) ?? find(rankings.in_force.ranking || 'shipped') ?? sides[0];
  const other = find(chosen.other) ?? sides.find((side) => side !== one) ?? one;
  if (!one || !other) return null;
  return (
    <section className={css.panel} aria-labelledby="compare">
      <h2 id="compare">{t('compare.title')}</h2>
      <div className={css.choice}>
        <Choice
          label={t('compare.one')}
          sides={sides}
          side={one}
          onChange={(one) => choose({ ...chosen, one })}
        />
        <Choice
          label={t('compare.other')}
          sides={sides}
          side={other}
          onChange={(other) => choose({ ...chosen, other })}
        />
      </div>
      <Weights one={one} other={other} />
      <CompareFigures one={one} other={other} />
    </section>
  );
}

interface ChoiceProps {
  label: string;
  sides: Side[];
  side: Side;
  onChange: (version: string) => void;
}

function Choice({ label, sides, side, onChange }: ChoiceProps) {
  const nameOf = useNames();
  const options = sides.map(({ version }) => ({ value: version, label: nameOf(version) }));
  return (
    <div>
      <span className={css.small}>{label}</span>
      <Select aria-label={label} value={side.version} options={options} onChange={onChange} />
    </div>
  );
}

function Weights({ one, other }: { one: Side; other: Side }) {
  const { t } = useTranslation(['ranking', 'why']);
  const figure = useFigure();
  const part = t as unknown as (key: string, options: object) => string;
  const both = [one, other];
  const codes = Object.keys(one.weights.parts).filter((code) =>
    both.some(({ weights }) => weights.parts[code]),
  );
  const most = Math.max(...both.flatMap(({ weights }) => Object.values(weights.parts)), Number.MIN_VALUE);
  return (
    <SidesTable caption={t('compare.weights')} title={t('compare.part')} both={both}>
      {codes.map((code) => (
        <tr key={code}>
          <th scope="row">{part(`why:reason.${code}`, { defaultValue: code })}</th>
          {both.map(({ weights }, side) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the two sides may be the same ranking
            <td key={side}>
              {figure(weights.parts[code] ?? 0, 2)}
              <span className={css.track} aria-hidden="true">
                <span style={{ width: `${(100 * (weights.parts[code] ?? 0)) / most}%` }} />
              </span>
            </td>
          ))}
        </tr>
      ))}
    </SidesTable>
  );
}
