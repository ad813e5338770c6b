/** Which names a piece of syntax mentions, whether or not it is reached. */
import type { Choice, Expr, Item, Line, Name, ShapePattern } from "./ast.ts";

export type Visit = (name: Name) => void;

/** What an expression is made of, one level down; chains and layers with settings are no expressions themselves. */
export function partsOf(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case "list":
      return e.items;
    case "unary":
      return [e.of];
    case "binary":
    case "compare":
    case "in":
    case "logic":
      return [e.left, e.right];
    case "range":
      return [e.from, e.to];
    case "if":
      return [e.then, e.condition, e.otherwise];
    case "index":
      return [e.of, e.key];
    default:
      return [];
  }
}

export function inExpr(root: Expr, visit: Visit): void {
  // No recursion: a sum may have any number of terms.
  const todo: Expr[] = [root];
  for (let e = todo.pop(); e; e = todo.pop()) {
    if (e.kind === "path") for (const name of e.names) visit(name);
    else if (e.kind === "call") todo.push(e.callee, ...e.args.map((a) => a.value));
    else if (e.kind === "chain") inChoice(e.choice, visit);
    else todo.push(...partsOf(e));
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

export function inPattern(pattern: ShapePattern, visit: Visit): void {
  for (const item of pattern.items) if (item.kind !== "ellipsis") inExpr(item, visit);
}

export function inLine(line: Line, visit: Visit): void {
  for (const item of line.chain?.items ?? []) inItem(item, visit);
  if (line.expect) inPattern(line.expect, visit);
}

/** The names of a shape, in order. */
export function sizeNames(pattern: ShapePattern): Name[] {
  const names: Name[] = [];
  inPattern(pattern, (name) => names.push(name));
  return names;
}
