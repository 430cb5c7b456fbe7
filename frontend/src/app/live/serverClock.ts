/** So many messages are remembered: long enough to hold a quick one, short enough to forget a clock that was set. */
const REMEMBERED = 8;

/**
 * Server clock minus ours, in milliseconds. A message that was on its way for longer makes the server look earlier, so of the last ones
 * the greatest difference is the nearest to the truth.
 */
export class ServerClock {
  private differences: number[] = [];

  heard(serverNow: number, ours: number): number {
    this.differences = [...this.differences.slice(1 - REMEMBERED), serverNow - ours];
    return Math.max(...this.differences);
  }
}
