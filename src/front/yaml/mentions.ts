/** Which names a piece of syntax mentions, whether or not it is reached: what is mentioned nowhere is unused. */
import type { Choice, Expr, Item, Line, Name, ShapePattern } from "../expression/ast.ts";
import type { BlockDef, LayerDef, ParamValue } from "./declare.ts";

type Visit = (name: Name) => void;

function inExpr(root: Expr, visit: Visit): void {
  const todo: Expr[] = [root];
  for (let e = todo.pop(); e; e = todo.pop()) {
    switch (e.kind) {
      case "path":
        for (const name of e.names) visit(name);
        break;
      case "list":
        todo.push(...e.items);
        break;
      case "unary":
        todo.push(e.of);
        break;
      case "binary":
      case "compare":
      case "in":
      case "logic":
        todo.push(e.left, e.right);
        break;
      case "range":
        todo.push(e.from, e.to);
        break;
      case "if":
        todo.push(e.then, e.condition, e.otherwise);
        break;
      case "index":
        todo.push(e.of, e.key);
        break;
      case "call":
        todo.push(e.callee, ...e.args.map((a) => a.value));
        break;
      case "chain":
        inChoice(e.choice, visit);
    }
  }
}

function inChoice(choice: Choice, visit: Visit): void {
  for (let c: Choice | undefined = choice; c; c = c.otherwise) {
    for (const item of c.chain.items) inItem(item, visit);
    if (c.condition) inExpr(c.condition, visit);
  }
}

function inItem(item: Item, visit: Visit): void {
  if (item.kind === "group") inChoice(item.choice, visit);
  else {
    inExpr(item.path, visit);
    if (item.key) inExpr(item.key, visit);
    for (const arg of item.args ?? []) inExpr(arg.value, visit);
  }
  if (item.count) inExpr(item.count, visit);
}

function inPattern(pattern: ShapePattern, visit: Visit): void {
  for (const item of pattern.items) if (item.kind !== "ellipsis") inExpr(item, visit);
}

function inParam(value: ParamValue, visit: Visit): void {
  if (value.kind === "list") for (const item of value.items) inParam(item, visit);
  else if (value.kind === "table") for (const entry of value.entries) inParam(entry.value, visit);
  else if (value.kind === "syntax" && value.syntax.kind === "value") inExpr(value.syntax.value, visit);
}

const lines = new WeakMap<Line, ReadonlySet<string>>();

/** Of one line; worked out once for equal text. */
export function mentionedIn(line: Line): ReadonlySet<string> {
  let names = lines.get(line);
  if (!names) {
    const found = new Set<string>();
    const visit: Visit = (name) => found.add(name.text);
    for (const item of line.chain?.items ?? []) inItem(item, visit);
    if (line.expect) inPattern(line.expect, visit);
    names = found;
    lines.set(line, names);
  }
  return names;
}

/** Of a whole block: parameters, inputs, conditions, layers, outputs. */
export function mentionedInBlock(def: BlockDef): ReadonlySet<string> {
  const found = new Set<string>();
  const visit: Visit = (name) => found.add(name.text);
  for (const p of def.params.values()) inParam(p.value, visit);
  for (const t of [...(def.inputs ?? []), ...def.weights]) if (t.shape) inPattern(t.shape.syntax, visit);
  for (const w of def.where) inExpr(w.syntax, visit);
  for (const o of def.outputs ?? []) inExpr(o.path.syntax, visit);
  const layers: LayerDef[] = [...def.layers];
  const seen = new Set<Line>();
  for (let layer = layers.pop(); layer; layer = layers.pop()) {
    if (layer.body) layers.push(...layer.body);
    if (!layer.line || seen.has(layer.line.syntax)) continue;
    seen.add(layer.line.syntax);
    for (const name of mentionedIn(layer.line.syntax)) found.add(name);
  }
  return found;
}

/** The names of a shape, in order. */
export function sizeNames(pattern: ShapePattern): Name[] {
  const names: Name[] = [];
  inPattern(pattern, (name) => names.push(name));
  return names;
}
