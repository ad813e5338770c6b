/**
 * The sizes that a file declares, one by one: each must be allowed by `where`, fulfil every condition, and give the
 * shapes that it states. The first layer that refuses a size is the one that is told.
 */
import { symbolsOf } from "../core/condition.ts";
import { sizes } from "../core/dim/index.ts";
import { type Case, type Output, shapeOf } from "../core/graph.ts";
import {
  clausesText,
  type Nearest,
  type Needs,
  nearestOf,
  nearestText,
  printCondition,
  printNeeds,
} from "./conditions.ts";
import type { Demand, Solved } from "./demands.ts";
import type { Scene } from "./scene.ts";
import { plural, sizeText, type Values, valuesText } from "./show.ts";
import { siteOf } from "./sites.ts";

export interface CaseResult {
  readonly case: Case;
  /** It was refused by a layer or a line, which has been told. */
  readonly refused: boolean;
  /** `where` does not allow it, so nothing else was looked at. */
  readonly allowed: boolean;
}

export function checkCases(scene: Scene, demands: readonly Demand[], solved: Solved, needs: Needs): CaseResult[] {
  return scene.variant.cases.map((declared) => {
    if (!allowed(scene, declared)) return { case: declared, refused: false, allowed: false };
    const refused = refuses(scene, declared, demands, solved, needs);
    if (!refused) checkOutputs(scene, declared);
    return { case: declared, refused, allowed: true };
  });
}

function allowed(scene: Scene, declared: Case): boolean {
  const { symbols, dims, graph } = scene;
  const tell = (message: string, nearest?: Nearest): false => {
    const { uri, span } = declared.site;
    scene.findings.add(
      {
        uri,
        span,
        code: "fails-at-size",
        severity: "error",
        message: scene.sentence(message),
        ...(nearest ? { nearest } : {}),
      },
      declared.site,
    );
    return false;
  };
  for (const [name, value] of declared.symbols) {
    const set = symbols.declared(name);
    if (sizes.contains(set, value)) continue;
    const nearest = nearestOf(dims, { sets: new Map([[name, set]]), relations: [] }, declared.symbols);
    const near = nearestText(nearest);
    return tell(
      `${name}=${value} is not a size that \`where\` allows: \`${sizes.print(set, name)}\`${near === "" ? "" : `; ${near}`}`,
      nearest,
    );
  }
  for (const { name, dim } of graph.symbols.values()) {
    const value = declared.symbols.get(name);
    const meant = dims.evaluate(dim, declared.at);
    if (value === undefined || meant === undefined || meant === value) continue;
    return tell(`${name}=${value} is not allowed by \`where\`, which makes it ${sizeText(dims, dim, declared.at)}`);
  }
  for (const relation of graph.relations) {
    if (dims.holds(relation, declared.at) !== false) continue;
    const names = symbolsOf(dims, symbols.plain(relation));
    return tell(
      `${valuesText(pick(declared.symbols, names))} is not allowed by \`where\`: \`${printCondition(dims, symbols.plain(relation))}\``,
    );
  }
  return true;
}

const pick = (values: Values, names: ReadonlySet<string>): [string, number][] =>
  [...values].filter(([name]) => names.has(name));

/** Whether the solved conditions show that a size is good; false also when that is not known. */
function surelyGood({ solution }: Solved, scene: Scene, needs: Needs, at: Values): boolean {
  if (solution.verdict === "always") return true;
  if (solution.verdict !== "sometimes" || solution.unsolved.length > 0) return false;
  for (const [name, set] of solution.sets) {
    const value = at.get(name);
    if (value === undefined || !sizes.contains(set, value)) return false;
  }
  return needs.relations.every((relation) => scene.dims.holds(relation, at) === true);
}

function refuses(scene: Scene, declared: Case, demands: readonly Demand[], solved: Solved, needs: Needs): boolean {
  const { dims, findings, teller } = scene;
  const { symbols: values, at } = declared;
  if (solved.conflicts.length === 0 && surelyGood(solved, scene, needs, values)) return false;
  const failing = demands.find((d) => dims.holds(d.condition, at) === false && !scene.echoes.repeats(d));
  if (!failing) return false;
  const site = siteOf(failing);
  const code = failing.fault.code;
  if (findings.has(code, site)) {
    // The same place at another size: one mistake.
    return true;
  }
  const beside = demands.filter(
    (d) => d.node === failing.node && d.claim === failing.claim && dims.holds(d.condition, at) === false,
  );
  const names = new Set<string>();
  for (const d of beside) symbolsOf(dims, d.plain, names);
  const limits = failingNeeds(scene, needs, values);
  // Where nothing works there is nothing to state.
  const possible = solved.conflicts.length === 0 && [...limits.sets.values()].every((set) => !sizes.isEmpty(set));
  const clauses = possible ? printNeeds(dims, limits) : [];
  const nearest = possible ? nearestOf(dims, limits, values) : undefined;
  const near = nearestText(nearest);
  const works =
    clauses.length === 0 ? "" : `. It works where ${clausesText(clauses)}${near === "" ? "" : ` (${near})`}`;
  const related = [
    ...(failing.node ? scene.trace(failing.node, failing.fault, at) : scene.way([failing.claim], at)),
    { uri: declared.site.uri, span: declared.site.span, message: "the size that is declared" },
  ];
  const numbers = pick(values, names);
  findings.add(
    {
      uri: site.uri,
      span: site.span,
      code,
      severity: "error",
      message: scene.sentence(
        `${numbers.length > 0 ? `At ${valuesText(numbers)}: ` : ""}${teller.describe(failing, at)}${works}`,
      ),
      related,
      ...(clauses.length > 0 ? { condition: clauses } : {}),
      counterexample: Object.fromEntries(numbers),
      ...(nearest ? { nearest } : {}),
      ...(possible && limits.sets.size > 0 ? { sets: limits.sets } : {}),
    },
    (failing.node ?? failing.claim).site,
  );
  return true;
}

/** The part of what must hold that these values break. */
export function failingNeeds(scene: Scene, needs: Needs, values: Values): Needs {
  return {
    sets: new Map(
      [...needs.sets].filter(([name, set]) => {
        const value = values.get(name);
        return value !== undefined && !sizes.contains(set, value);
      }),
    ),
    relations: needs.relations.filter((c) => scene.dims.holds(c, values) === false),
  };
}

function checkOutputs(scene: Scene, declared: Case): void {
  for (const { name, shape, site } of declared.expected) {
    const output = scene.graph.outputs.find((o) => o.name === name);
    // What the output's own line states is told there.
    const stated = scene.graph.claims.some(
      ({ about, fault, condition }) =>
        fault.code === "expectation-mismatch" &&
        about?.node === output?.tensor?.node &&
        about?.output === output?.tensor?.output &&
        scene.dims.holds(condition, declared.at) === false,
    );
    const found = output && !stated && difference(scene, output, shape, declared.at);
    if (!found) continue;
    const { uri, span } = site;
    // Sizes that are left open stay so.
    const text = `[${found.numbers.map((n, i) => (shape.length === found.numbers.length && shape[i] === undefined ? "_" : (n ?? "_"))).join(", ")}]`;
    const fix = { title: `Change to \`${text}\``, edits: [{ uri, span, text }] };
    scene.findings.add(
      { uri, span, code: "fails-at-size", severity: "error", message: scene.sentence(found.message), fixes: [fix] },
      site,
    );
  }
}

function difference(
  scene: Scene,
  { name, tensor }: Output,
  expected: readonly (number | undefined)[],
  at: Values,
): { readonly message: string; readonly numbers: readonly (number | undefined)[] } | undefined {
  const shape = tensor && shapeOf(tensor);
  if (!shape) return undefined;
  const list = (of: readonly (number | string | undefined)[]) => `[${of.map((n) => n ?? "_").join(", ")}]`;
  const numbers = shape.map((dim) => (dim.assumed ? undefined : scene.dims.evaluate(dim, at)));
  if (shape.length !== expected.length) {
    const message = `Output "${name}" has ${plural(shape.length, "axis", "axes")}, ${list(numbers)}, but ${list(expected)} is stated`;
    return { message, numbers };
  }
  const axis = expected.findIndex(
    (n, i) => n !== undefined && numbers[i] !== undefined && numbers[i] !== n && !scene.echoes.follows(tensor, i),
  );
  if (axis < 0) return undefined;
  const dim = shape[axis];
  const formula = dim && dim.constant === undefined ? ` (${scene.dims.print(dim)})` : "";
  const message = `Output "${name}" is ${list(numbers)} here, but ${list(expected)} is stated: axis ${axis} is ${numbers[axis]}${formula}, not ${expected[axis]}`;
  return { message, numbers };
}
