/** How full a cell is: by the square root, so that small sectors stay visible beside the largest. */
export function fill(count: number, most: number): number {
  if (count <= 0 || most <= 0) return 0;
  return Math.sqrt(Math.min(count, most) / most);
}
