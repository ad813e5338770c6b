/** Which names a piece of syntax mentions, whether or not it is reached. */
import type { Choice, Expr, Item, Line, Name, ShapePattern } from "./ast.ts";

export type Visit = (name: Name) => void;

export function inExpr(root: Expr, visit: Visit): void {
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
