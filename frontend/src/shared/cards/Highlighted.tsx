import css from './cards.module.css';

interface Piece {
  text: string;
  hit: boolean;
}

/** Text in pieces as the search gave it, with what was searched for marked; the plain text when it gave none. */
export function Highlighted({ pieces, text }: { pieces: readonly Piece[] | undefined; text: string }) {
  if (!pieces || pieces.length === 0) return <>{text}</>;
  let at = 0;
  const placed = pieces.map((piece) => {
    const start = at;
    at += piece.text.length;
    return { ...piece, start };
  });
  return (
    <>
      {placed.map(({ text: part, hit, start }) =>
        hit ? (
          <mark key={start} className={css.hit}>
            {part}
          </mark>
        ) : (
          <span key={start}>{part}</span>
        ),
      )}
    </>
  );
}
