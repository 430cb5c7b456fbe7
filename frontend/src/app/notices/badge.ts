/** What a small round sign has room for. */
export function badgeText(count: number): string {
  return count > 99 ? '99+' : String(count);
}
