import type { ReactNode } from 'react';
import css from './ranking.module.css';
import type { Side } from './sides';
import { useNames } from './useNames';

interface SidesTableProps {
  caption: string;
  /** What the first column holds. */
  title: string;
  both: Side[];
  children: ReactNode;
}

/** A table with one column for each of the two rankings that are compared. */
export function SidesTable({ caption, title, both, children }: SidesTableProps) {
  const nameOf = useNames();
  return (
    <table className={`${css.table} ${css.weights}`}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          {both.map(({ version }, side) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the two sides may be the same ranking
            <th key={side} scope="col">
              {nameOf(version)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
