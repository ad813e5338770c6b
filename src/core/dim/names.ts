/** The order in which people read symbols: as they were declared, the others after them from A to Z. */
export type CompareNames = (a: string, b: string) => number;

export class Names {
  private ranks: ReadonlyMap<string, number> = new Map();

  declare(names: readonly string[]): void {
    this.ranks = new Map(names.map((name, i) => [name, i]));
  }

  readonly compare: CompareNames = (a, b) => {
    const [x, y] = [this.ranks.get(a) ?? this.ranks.size, this.ranks.get(b) ?? this.ranks.size];
    return x - y || (a < b ? -1 : a > b ? 1 : 0);
  };
}
