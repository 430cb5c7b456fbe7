const clamp = (index: number, total: number) => Math.min(total - 1, Math.max(0, index));

/** The page a key leads to, or null when the key means nothing here. */
export function keyTarget(key: string, index: number, total: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'PageDown':
      return clamp(index + 1, total);
    case 'ArrowLeft':
    case 'PageUp':
      return clamp(index - 1, total);
    case 'Home':
      return 0;
    case 'End':
      return clamp(total - 1, total);
    default:
      return null;
  }
}

const SWIPE_PX = 48;

/** The page after a finger moved `dx` pixels: to the left is onwards, a small move is none. */
export function swipeTarget(dx: number, index: number, total: number): number {
  if (Math.abs(dx) < SWIPE_PX) return index;
  return clamp(index + (dx < 0 ? 1 : -1), total);
}
