import type { ReactNode } from 'react';
import css from './facts.module.css';

export type Fact = readonly [name: string, value: ReactNode];

/** One line of `Facts`. */
export function fact(name: string, value: ReactNode): Fact {
  return [name, value];
}

/** More than a column holds in two lines. */
const LONG = 20;
const isLong = (value: ReactNode) => typeof value === 'string' && value.length > LONG;

/** Names and values; what was not said is left out, what was said as zero stays. */
export function Facts({ facts }: { facts: Fact[] }) {
  const stated = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (stated.length === 0) return null;
  return (
    <dl className={css.facts}>
      {stated.map(([name, value]) => (
        <div key={name} className={isLong(value) ? css.long : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
