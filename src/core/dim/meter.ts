/**
 * Work, counted in units of about one formula split in two. What is known is kept as long as its meter is: for one call
 * from outside. So what is given up depends on the question only, never on what was asked before.
 */
export class Meter {
  private left: number;
  private used = 0;

  constructor(units: number) {
    this.left = units;
  }

  get spent(): number {
    return this.used;
  }

  get open(): boolean {
    return this.left > 0;
  }

  /** False when nothing is left for the question at hand. */
  spend(units: number): boolean {
    this.left -= units;
    this.used += units;
    return this.open;
  }

  /** A question within the whole that may take so much of what is left. */
  within<T>(units: number, answer: () => T): T {
    const { left } = this;
    const share = Math.min(units, left);
    this.left = share;
    try {
      return answer();
    } finally {
      this.left += left - share;
    }
  }
}
