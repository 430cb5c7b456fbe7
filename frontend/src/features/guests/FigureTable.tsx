import css from './guests.module.css';

interface TableProps {
  id: string;
  title: string;
  head: string[];
  rows: (string | number)[][];
}

/** Figures that are read line by line. */
export function FigureTable({ id, title, head, rows }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.panel} aria-labelledby={id} tabIndex={0}>
      <h2 id={id}>{title}</h2>
      <table className={css.table}>
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, column) => (
                <td key={head[column + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
