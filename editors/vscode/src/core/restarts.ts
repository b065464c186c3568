/** When a server that ended is started again, and when it is left alone. */

const FIRST_WAIT_MILLIS = 1000;
const LONGEST_WAIT_MILLIS = 16_000;
const ENDINGS = 5;
const WITHIN_MILLIS = 3 * 60_000;

export class Restarts {
  private endings: number[] = [];

  /**
   * A server ended that nobody had asked to end.
   *
   * @param now in milliseconds
   * @param wasReady whether it ever answered: one that did not will end the same way again
   * @returns milliseconds to wait before the next start; nothing where it is of no use
   */
  ended(now: number, wasReady: boolean): number | undefined {
    this.endings = this.endings.filter((then) => now - then < WITHIN_MILLIS);
    this.endings.push(now);
    if (!wasReady || this.endings.length > ENDINGS) {
      return undefined;
    }
    return Math.min(FIRST_WAIT_MILLIS * 2 ** (this.endings.length - 1), LONGEST_WAIT_MILLIS);
  }

  /** Somebody started it by hand. */
  forget(): void {
    this.endings = [];
  }
}
