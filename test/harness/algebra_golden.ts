/**
 * Rows of `algebra_vectors`: statements about sizes, of nine kinds, each run through the algebra, the solver and, for
 * layers, the operators' rules. What is expected is only looked at to judge.
 */
import { decide } from "../../src/core/dim/decide.ts";
import { bindHoles } from "../../src/core/dim/holes.ts";
import {
  type Condition,
  type Dim,
  Dims,
  parseDim,
  type Shape,
  type SizeSet,
  sizes,
  solve,
} from "../../src/core/dim/index.ts";
import { exactScale } from "../../src/core/dim/rational.ts";
import { ops } from "../../src/core/ops/index.ts";
import { RuleContext } from "../../src/core/rule.ts";
import { buildLayer, isKnown, type LayerRow } from "./algebra_layers.ts";
import type { GoldenFormat, GoldenResult, Row } from "./golden.ts";

type Run = readonly [number, number];

/** A set as rows have it. */
interface SolutionRow {
  readonly kind: "always" | "periodic" | "finite" | "never";
  readonly modulus?: number;
  readonly residues?: readonly Run[];
  readonly from?: number;
  readonly extra?: readonly (number | Run)[];
  readonly values?: readonly (number | Run)[];
}

interface NearRow {
  readonly below: number | null;
  readonly above: number | null;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const SKIPPED: GoldenResult = { passed: false, got: null, skipped: true };

/** Formulas of a row; its symbol may have a least value of its own. */
function reader(dims: Dims, row: Row): (text: unknown) => Dim {
  const min = typeof row.min === "number" ? row.min : 1;
  return (text) => {
    const { value, problem } = parseDim(dims, String(text), (name) =>
      dims.symbol(name, name === row.symbol ? { min } : {}),
    );
    if (!value) throw new Error(`${String(text)}: ${problem}`);
    return value;
  };
}

/** In the notation of the rows: what was read first comes first and the number last, `fd` for a floor. */
function written(dim: Dim): string {
  const parts = dim.terms.map((term, i) => ({ id: term.id, k: dim.coefficients[i] ?? 0, name: writtenTerm(term) }));
  let text = "";
  for (const { k, name } of parts.sort((a, b) => a.id - b.id)) {
    const size = Math.abs(k) === 1 ? name : `${Math.abs(k)}*${name}`;
    text += text === "" ? `${k < 0 ? "-" : ""}${size}` : ` ${k < 0 ? "-" : "+"} ${size}`;
  }
  if (text === "") return String(dim.offset);
  return dim.offset === 0 ? text : `${text} ${dim.offset < 0 ? "-" : "+"} ${Math.abs(dim.offset)}`;
}

function writtenTerm(term: Dim["terms"][number]): string {
  switch (term.kind) {
    case "symbol":
      return term.name;
    case "floor":
      return `fd(${written(term.of)},${term.by})`;
    case "product":
      return [...term.factors]
        .sort((a, b) => a.id - b.id)
        .map(writtenTerm)
        .join("*");
    case "positive":
      return `max(${written(term.of)},0)`;
    case "quotient":
      return `fd(${written(term.of)},${written(term.by)})`;
    case "scale":
      return `fscale(${term.factor},${written(term.of)})`;
    case "opaque":
      return "?";
  }
}

// ── Sets ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const runs = (list: readonly (number | Run)[]): Run[] => list.map((v) => (typeof v === "number" ? [v, v] : v));

function setOf(row: SolutionRow, lowest: number): SizeSet | undefined {
  if (row.kind === "never") return sizes.none(lowest);
  if (row.kind === "finite") return sizes.finite(row.values ?? [], lowest);
  return sizes.mixed(row.modulus ?? 1, row.residues ?? [[0, 0]], row.from ?? lowest, runs(row.extra ?? []), lowest);
}

/** As a row has it; `bound` is what lower bounds alone come to, from which the residues count wherever that is true. */
function toRow(set: SizeSet, bound: number): SolutionRow & { readonly first?: number } {
  const { modulus, runs: residues, extra, lowest } = set;
  const first = sizes.first(set);
  if (first === undefined) return { kind: "never" };
  if (sizes.isFinite(set))
    return {
      kind: "finite",
      values: extra.flatMap(([low, high]): (number | Run)[] =>
        high - low < 65_536 ? Array.from({ length: high - low + 1 }, (_, i) => low + i) : [[low, high]],
      ),
    };
  const early = sizes.mixed(modulus, residues, bound, extra, lowest);
  const from = early && sizes.equal(early, set) ? bound : set.from;
  const listed = extra.flatMap(([low, high]) => Array.from({ length: high - low + 1 }, (_, i) => low + i));
  return {
    kind: modulus === 1 && listed.length === 0 ? "always" : "periodic",
    modulus,
    residues,
    from,
    ...(listed.length > 0 ? { extra: listed } : {}),
    first,
  };
}

/** The set of one symbol; undefined where the solver has no closed form. */
function solved(dims: Dims, conditions: readonly Condition[], name: string, lowest: number) {
  const { verdict, sets, relations, unsolved } = solve(dims, conditions);
  if (verdict === "never") return { set: sizes.none(lowest), bound: lowest };
  if (relations.length > 0 || unsolved.length > 0) return undefined;
  const bounds = solve(
    dims,
    conditions.filter(({ kind }) => kind === "atLeast"),
  ).sets.get(name);
  return { set: sets.get(name) ?? sizes.all(lowest), bound: (bounds && sizes.first(bounds)) ?? lowest };
}

/** What is told of a set or an operator is told at these, whatever sizes a row expects something at. */
const USUAL = [1, 2, 3, 4, 5, 7, 8, 15, 16, 31, 32, 33, 63, 64, 100, 127, 224, 225, 256, 500, 512, 572];

const nearestOf = (set: SizeSet, at: readonly number[]): Readonly<Record<string, NearRow>> =>
  Object.fromEntries(
    at.map((size) => {
      const { below = null, above = null } = sizes.nearest(set, size);
      return [size, { below, above }];
    }),
  );

/** Whether the set is the one expected, with its first member and the nearest ones where they are told. */
function setIs(set: SizeSet, row: Row): boolean {
  const expected = row.solution as (SolutionRow & { readonly first?: number }) | undefined;
  const other = expected && setOf(expected, set.lowest);
  const first = expected?.first ?? row.first;
  return (
    other !== undefined &&
    sizes.equal(other, set) &&
    (first === undefined || first === null || first === sizes.first(set)) &&
    (row.nearest === undefined || same(nearestOf(set, Object.keys(row.nearest ?? {}).map(Number)), row.nearest))
  );
}

// ── The kinds ────────────────────────────────────────────────────────────────────────────────────────────────────

function normalize(row: Row): GoldenResult {
  const dims = new Dims();
  const read = reader(dims, row);
  const [first, ...others] = (row.same as readonly string[]).map(read);
  if (!first) return { passed: false, got: null };
  const differ = (row.differ ?? []) as readonly { readonly expr: string; readonly witness?: Record<string, number> }[];
  const apart = differ.map(({ expr, witness = {} }) => {
    const dim = read(expr);
    const at = new Map(Object.entries(witness));
    return { apart: dim !== first, values: [dims.evaluate(first, at) ?? null, dims.evaluate(dim, at) ?? null] };
  });
  const got = { one: others.every((dim) => dim === first), canonical: written(first), differ: apart };
  const canonical = row.canonical === undefined || read(row.canonical) === first;
  const passed = got.one && canonical && apart.every(({ apart: is, values: [a, b] }) => is && (a === null || a !== b));
  return { passed, got };
}

function decideRow(row: Row): GoldenResult {
  const dims = new Dims();
  const read = reader(dims, row);
  const [left, right] = [read(row.a), read(row.b)];
  const condition: Condition = { kind: "equal", left, right };
  const said = decide(dims, "equal", dims.sub(left, right)).verdict;
  const verdict = said === "sometimes" ? "conditional" : said;
  if (verdict !== "conditional") return { passed: row.verdict === verdict, got: { verdict } };
  const { sets, bindings, boxes, relations } = solve(dims, [condition]);
  const [only, second] = [...sets];
  if (only && !second && bindings.size === 0 && relations.length === 0) {
    const [symbol, set] = only;
    const got = { verdict, symbol, solution: toRow(set, set.lowest) };
    const expected = row.solution === undefined || (row.symbol === symbol && setIs(set, row));
    return { passed: row.verdict === verdict && expected, got };
  }
  const got = {
    verdict,
    relation: [...bindings].map(([name, dim]) => `${name} = ${written(dim)}`),
    ...(boxes ? { boxes: boxes.map((box) => Object.fromEntries(box)) } : {}),
    open: relations.length,
  };
  return { passed: row.verdict === verdict && row.solution === undefined && relates(dims, row, condition), got };
}

/** A relation that is expected says of every pair of small sizes what the condition says. */
function relates(dims: Dims, row: Row, condition: Condition): boolean {
  const texts = relationsOf(row.relation);
  const read = reader(dims, row);
  const expected = texts.map(([a, b]): Condition => ({ kind: "equal", left: read(a), right: read(b) }));
  const names = [
    ...new Set(
      [condition, ...expected].flatMap((c) =>
        c.kind === "equal" ? [...dims.symbols(c.left), ...dims.symbols(c.right)] : [],
      ),
    ),
  ];
  for (let i = 0; texts.length > 0 && i < 4096; i++) {
    const at = new Map(names.map((name, k) => [name, 1 + (Math.floor(i / 16 ** k) % 16)]));
    const holds = expected.every((c) => dims.holds(c, at) === true);
    if (holds !== (dims.holds(condition, at) === true)) return false;
  }
  return true;
}

function relationsOf(relation: unknown): readonly (readonly [string, string])[] {
  if (typeof relation === "string") {
    const [left = "", right = "0"] = relation.split(/==?/);
    return [[left, right]];
  }
  if (Array.isArray(relation)) return relation.flatMap(relationsOf);
  return Object.entries((relation ?? {}) as Record<string, unknown>).map(([name, text]) => [name, String(text)]);
}

function solveRow(row: Row): GoldenResult {
  const dims = new Dims();
  const read = reader(dims, row);
  const name = String(row.symbol);
  const lowest = typeof row.min === "number" ? row.min : 1;
  const pairs = (list: unknown) => (list ?? []) as readonly (readonly [unknown, unknown])[];
  const conditions = [
    ...pairs(row.eq).map(([a, b]): Condition => ({ kind: "equal", left: read(a), right: read(b) })),
    ...pairs(row.ge).map(([a, b]): Condition => ({ kind: "atLeast", left: read(a), right: read(b) })),
  ];
  const found = solved(dims, conditions, name, lowest);
  if (!found) return { passed: false, got: null };
  const { set, bound } = found;
  const got = { solution: toRow(set, bound), clause: sizes.print(set, name), nearest: nearestOf(set, USUAL) };
  return { passed: setIs(set, row), got };
}

function opRow(row: Row): GoldenResult {
  const layer: LayerRow = { op: String(row.op), p: (row.params ?? {}) as Record<string, unknown> };
  if (!isKnown(layer.op)) return SKIPPED;
  const dims = new Dims();
  const read = reader(dims, row);
  const given = row.in as string | readonly string[];
  // Both spatial axes are the size in question; the channels can be regrouped by any small square.
  const inputs = (Array.isArray(given) ? given : [given]).map(
    (text): Shape => [dims.int(1), dims.int(3600), read(text), read(text)],
  );
  const { shape, conditions, faulty } = buildLayer(dims, layer, inputs);
  const out = shape?.[2];
  const name = inputs.flatMap((x) => x.flatMap((size) => dims.symbols(size)))[0] ?? "H";
  const valueAt = (size: number): number | null => {
    const at = new Map([[name, size]]);
    if (!out || faulty || conditions.some((c) => dims.holds(c, at) !== true)) return null;
    return dims.evaluate(out, at) ?? null;
  };
  const samplesAt = (at: readonly number[]) => at.map((size) => [size, valueAt(size)]);
  const expected = (row.samples ?? []) as readonly (readonly [number, unknown])[];
  const found = solved(dims, conditions, name, 1);
  const ge = ((row.ge ?? []) as readonly (readonly [unknown, unknown])[]).map(
    ([a, b]): Condition => ({ kind: "atLeast", left: read(a), right: read(b) }),
  );
  const bound = row.ge === undefined ? found : solved(dims, ge, name, 1);
  const passed =
    (row.out === undefined || (row.out === null ? out === undefined || faulty : read(row.out) === out)) &&
    same(samplesAt(expected.map(([size]) => size)), expected) &&
    (faulty || (found !== undefined && bound !== undefined && sizes.equal(found.set, bound.set)));
  const got = {
    out: out && !faulty ? written(out) : null,
    works: found ? sizes.print(found.set, name) : null,
    samples: samplesAt(USUAL),
  };
  return { passed, got };
}

interface NodeRow extends LayerRow {
  readonly id: string;
  readonly in: readonly string[];
}

function networkRow(row: Row): GoldenResult {
  const nodes = row.layers as readonly NodeRow[];
  if (nodes.some(({ op }) => !isKnown(op))) return SKIPPED;
  const dims = new Dims();
  const read = reader(dims, row);
  const input = (row.input as readonly unknown[]).map(read);
  const shapes = new Map<string, Shape>([["input", input]]);
  const conditions: Condition[] = [];
  let broken = false;
  let last: Shape | undefined;
  for (const node of nodes) {
    const built = buildLayer(
      dims,
      node,
      node.in.flatMap((name) => {
        const shape = shapes.get(name);
        return shape ? [shape] : [];
      }),
    );
    broken ||= built.faulty;
    conditions.push(...built.conditions);
    last = built.shape;
    if (built.shape) shapes.set(node.id, built.shape);
  }
  // The axes are alike, so that each symbol of theirs has the set that is expected.
  const names = [...new Set(input.slice(2).flatMap((size) => dims.symbols(size)))];
  const all = broken ? [{ kind: "false" } as const] : conditions;
  const found = names.map((name) => ({ name, found: solved(dims, all, name, 1) }));
  const [first] = found;
  const set = first?.found?.set;
  const got = {
    out: last ? last.map(written) : null,
    solution: first?.found ? toRow(first.found.set, first.found.bound) : null,
    nearest: set ? nearestOf(set, USUAL) : null,
  };
  const outIs =
    row.out === undefined ||
    same(
      (row.out as readonly unknown[]).map((text) => read(text).id),
      last?.map(({ id }) => id),
    );
  return { passed: outIs && found.every(({ found: own }) => own !== undefined && setIs(own.set, row)), got };
}

function holeRow(row: Row): GoldenResult {
  const dims = new Dims();
  const read = reader(dims, row);
  const equations = (row.eq as readonly (readonly [string, string])[]).map(([a, b]) => [read(a), read(b)] as const);
  const { bindings, require, error, choices } = bindHoles(dims, row.holes as readonly string[], equations);
  const zeros = require.flatMap((condition) =>
    condition.kind === "equal" ? [dims.sub(condition.left, condition.right)] : [],
  );
  const got =
    error !== undefined
      ? { error: true }
      : {
          bind: Object.fromEntries([...bindings].map(([name, dim]) => [name, written(dim)])),
          ...(zeros.length > 0 ? { require: zeros.map((dim) => `${written(dim)} == 0`) } : {}),
          ...(choices.size > 0 ? { choices: Object.fromEntries(choices) } : {}),
        };
  if (row.error === true || error !== undefined) return { passed: row.error === true && error !== undefined, got };
  const bind = Object.entries((row.bind ?? {}) as Record<string, string>);
  const wanted = ((row.require ?? []) as readonly string[]).map((text) => {
    const [left = "", right = "0"] = text.split("==");
    return dims.sub(read(left), read(right));
  });
  const required = (dim: Dim) => zeros.some((own) => own === dim || own === dims.neg(dim));
  const expected = row.choices as Readonly<Record<string, readonly number[]>> | undefined;
  const passed =
    bind.length === bindings.size &&
    bind.every(([name, text]) => bindings.get(name) === read(text)) &&
    wanted.length === zeros.length &&
    wanted.every(required) &&
    (expected === undefined || same(expected, Object.fromEntries(choices)));
  return { passed, got };
}

function productRow(row: Row): GoldenResult {
  const dims = new Dims();
  const read = reader(dims, row);
  const { verdict, sets, boxes, relations, unsolved } = solve(dims, [
    { kind: "equal", left: read(row.a), right: read(row.b) },
  ]);
  if (relations.length > 0 || unsolved.length > 0) return { passed: false, got: null };
  const own: Readonly<Record<string, Run>>[] = boxes?.map((box) => Object.fromEntries(box)) ?? [];
  if (verdict !== "never") for (const [name, set] of sets) own.push(...set.extra.map((run) => ({ [name]: run })));
  const sorted = (list: readonly unknown[]) => list.map((box) => JSON.stringify(box)).sort();
  return { passed: same(sorted(own), sorted((row.boxes ?? []) as readonly unknown[])), got: { boxes: own } };
}

/** Two single axes added as the operator adds them. */
function broadcastRow(row: Row): GoldenResult {
  const dims = new Dims();
  const read = reader(dims, row);
  const context = new RuleContext(dims);
  ops.get("Add")?.shape(context, [[read(row.a)], [read(row.b)]], {});
  const conditions: Condition[] =
    context.faults.length > 0 ? [{ kind: "false" }] : context.requirements.map(({ condition }) => condition);
  const found = solved(dims, conditions, String(row.symbol), 1);
  if (!found) return { passed: false, got: null };
  return { passed: setIs(found.set, row), got: { solution: toRow(found.set, found.bound) } };
}

/** Whether a factor, as it is written, floors like a fraction: the one to try, or its own decimal. */
function floatScaleRow(row: Row): GoldenResult {
  const dims = new Dims();
  const literal = String(row.literal);
  const own = exactScale(literal);
  // A fraction that the row tries is its question; without one it is the decimal's own.
  const [up, down] = (row.tried as readonly [number, number] | undefined) ?? (own ? [own.up, own.down] : [0, 0]);
  const x = dims.symbol("x");
  const scaled = dims.scale(x, literal);
  const limit = typeof row.checkedTo === "number" ? row.checkedTo : 65_536;
  let mismatch: { readonly firstMismatch: number; readonly valueAtMismatch: number | null } | undefined;
  for (let size = 1; size <= limit && down > 0 && !mismatch; size++) {
    const value = dims.evaluate(scaled, new Map([["x", size]])) ?? null;
    const exact = (up * size - ((up * size) % down)) / down;
    if (value !== exact) mismatch = { firstMismatch: size, valueAtMismatch: value };
  }
  const exactRational = down > 0 && !mismatch ? [up, down] : null;
  const got = { double: Number(literal), exactRational, ...mismatch };
  const passed =
    same(row.exactRational, exactRational) &&
    (row.double === undefined || row.double === got.double) &&
    (row.firstMismatch === undefined || row.firstMismatch === mismatch?.firstMismatch) &&
    (row.valueAtMismatch === undefined || row.valueAtMismatch === mismatch?.valueAtMismatch);
  return { passed, got };
}

const KINDS: Readonly<Record<string, (row: Row) => GoldenResult>> = {
  normalize,
  decide: decideRow,
  solve: solveRow,
  op: opRow,
  network: networkRow,
  hole: holeRow,
  product: productRow,
  broadcastAdd: broadcastRow,
  floatScale: floatScaleRow,
};

export const algebraVectors: GoldenFormat = {
  name: "algebra_vectors",
  matches: (row) => typeof row.kind === "string" && row.kind in KINDS,
  id: (row) => String(row.id),
  group: (row) => String(row.kind),
  run: (row) => KINDS[String(row.kind)]?.(row) ?? SKIPPED,
};
