/**
 * Symbols as the model file names them. A declared congruence stands in shapes as a substitution (`H` is 16·q), which
 * makes most requirements vanish; what is left is put back in terms of `H` here, q being ⌊(H − r)/M⌋, so that it can be
 * solved and printed as a condition on `H`. That is exact for every size that `where` allows.
 */
import { type Condition, type Dim, type Dims, type SizeSet, sizes } from "../core/dim/index.ts";
import type { Graph, SymbolInfo } from "../core/graph.ts";
import type { Values } from "./show.ts";

interface Inner {
  readonly name: string;
  readonly outer: string;
  readonly modulus: number;
  readonly residue: number;
}

export class Symbols {
  private readonly dims: Dims;
  private readonly back = new Map<string, Dim>();
  private readonly inner: Inner[] = [];
  private readonly sets = new Map<string, SizeSet>();
  private readonly constrainedNames = new Set<string>();
  private readonly memo = new Map<Dim, Dim>();
  readonly relations: readonly Condition[];

  constructor(graph: Graph) {
    this.dims = graph.dims;
    const byDim = new Map<Dim, string>();
    for (const info of graph.symbols.values()) {
      const name = byDim.get(info.dim) ?? this.outerName(info, graph);
      byDim.set(info.dim, name);
      const known = this.sets.get(name);
      const both = known ? sizes.intersect(known, info.declared) : info.declared;
      this.sets.set(name, both ?? known ?? info.declared);
      if (info.constrained) this.constrainedNames.add(name);
    }
    this.relations = graph.relations.map((c) => this.plain(c));
  }

  /** The sizes that `where` allows; all of them for what it does not speak of. */
  declared(name: string): SizeSet {
    return this.sets.get(name) ?? sizes.all();
  }

  constrained(name: string): boolean {
    return this.constrainedNames.has(name);
  }

  /** Whether shapes have another symbol in its place, so that only the declared residue class is known. */
  substituted(name: string): boolean {
    return this.inner.some((i) => i.outer === name);
  }

  names(): Iterable<string> {
    return this.sets.keys();
  }

  /** The size itself, as a symbol of its file's name. */
  symbol(name: string): Dim {
    return this.dims.symbol(name);
  }

  plain(condition: Condition): Condition {
    if (this.back.size === 0) return condition;
    switch (condition.kind) {
      case "equal":
      case "atLeast":
        return { kind: condition.kind, left: this.plainDim(condition.left), right: this.plainDim(condition.right) };
      case "and":
      case "or":
        return { kind: condition.kind, of: condition.of.map((c) => this.plain(c)) };
      case "not":
        return { kind: "not", of: this.plain(condition.of) };
      default:
        return condition;
    }
  }

  /** Values for the conditions of a graph, from values of the symbols that its file names. */
  values(plain: Values): Values {
    if (this.inner.length === 0) return plain;
    const out = new Map(plain);
    for (const { name, outer, modulus, residue } of this.inner) {
      const value = plain.get(outer);
      if (value !== undefined) out.set(name, Math.floor((value - residue) / modulus));
    }
    return out;
  }

  private plainDim(dim: Dim): Dim {
    let known = this.memo.get(dim);
    if (!known) this.memo.set(dim, (known = this.dims.substitute(dim, this.back)));
    return known;
  }

  /** The name whose sizes `info` speaks of: its own, or that of the symbol that stands for it. */
  private outerName(info: SymbolInfo, graph: Graph): string {
    const { dims } = this;
    const [name, second] = dims.symbols(info.dim);
    if (name === undefined || second !== undefined || name === info.name || graph.symbols.has(name)) return info.name;
    const residue = dims.evaluate(info.dim, new Map([[name, 0]]));
    const next = dims.evaluate(info.dim, new Map([[name, 1]]));
    if (residue === undefined || next === undefined) return info.name;
    const modulus = next - residue;
    this.inner.push({ name, outer: info.name, modulus, residue });
    this.back.set(name, dims.floorDiv(dims.sub(dims.symbol(info.name), dims.int(residue)), modulus));
    return info.name;
  }
}

/** The same set as a condition on a size. */
export function asCondition(dims: Dims, set: SizeSet, size: Dim): Condition {
  const within = (of: Dim, [low, high]: readonly [number, number]): Condition =>
    low === high
      ? { kind: "equal", left: of, right: dims.int(low) }
      : {
          kind: "and",
          of: [
            { kind: "atLeast", left: of, right: dims.int(low) },
            { kind: "atLeast", left: dims.int(high), right: of },
          ],
        };
  const extra = set.extra.map((run) => within(size, run));
  if (set.runs.length === 0) return { kind: "or", of: extra };
  const rest = dims.mod(size, set.modulus);
  const periodic: Condition = {
    kind: "and",
    of: [
      { kind: "atLeast", left: size, right: dims.int(set.from) },
      ...(set.modulus === 1 ? [] : [{ kind: "or" as const, of: set.runs.map((run) => within(rest, run)) }]),
    ],
  };
  return extra.length === 0 ? periodic : { kind: "or", of: [...extra, periodic] };
}
