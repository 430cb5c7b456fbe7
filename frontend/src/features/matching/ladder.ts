/** Asks a founder can turn to: 1, 2, 3, 5 and 8 times a power of ten, from 100 thousand to 800 million. */
export const LADDER: readonly number[] = [5, 6, 7, 8].flatMap((power) =>
  [1, 2, 3, 5, 8].map((digit) => digit * 10 ** power),
);

/** The rung nearest to an amount, as distances are felt: by how many times, not by how much. */
export function rungOf(amount: string | undefined): number {
  const value = Math.max(1, Number(amount ?? 0));
  const far = (rung: number) => Math.abs(Math.log(rung / value));
  return LADDER.reduce((best, rung, index) => (far(rung) < far(LADDER[best] ?? 1) ? index : best), 0);
}

/** The amount of a rung on the wire. */
export function amountAt(index: number): string {
  return String(LADDER[index] ?? LADDER[0]);
}
