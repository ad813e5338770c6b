/**
 * Work, counted in units of about one formula split in two. Every question has a limit of its own, and an answer that is
 * remembered costs again what it cost at first: so what is given up never depends on what was asked before.
 */
export class Meter {
  private total = 0;
  private end = Infinity;

  get spent(): number {
    return this.total;
  }

  /** False when the question at hand has come to its limit. */
  spend(units: number): boolean {
    this.total += units;
    return this.total <= this.end;
  }

  /** Answers a question within so many units, whatever is left of those of the one that asks. */
  limited<T>(units: number, answer: () => T): { readonly value: T; readonly cost: number } {
    const { total: start, end } = this;
    this.end = start + units;
    try {
      const value = answer();
      return { value, cost: this.total - start };
    } finally {
      this.end = end;
    }
  }
}
