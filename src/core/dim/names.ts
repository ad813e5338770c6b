import type { SymbolTerm } from "./dim.ts";

/** The order in which people read symbols: as they were declared, the others after them from A to Z. */
export type CompareNames = (a: string, b: string) => number;

/** What people call it: what stands in place of a symbol goes by the symbol's name. */
export const toldName = ({ name, within }: SymbolTerm): string => within?.name ?? name;

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
