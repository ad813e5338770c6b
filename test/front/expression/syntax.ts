/** Syntax as text for tests: `text` writes what a person would write, `shape` shows which operator takes what. */
import type { Arg, Chain, Choice, Expr, Item, ShapePattern } from "../../../src/front/expression/ast.ts";

const level = (e: Expr): number => {
  switch (e.kind) {
    case "if":
      return 0;
    case "logic":
      return e.op === "or" ? 1 : 2;
    case "compare":
    case "in":
      return 4;
    case "unary":
      return e.op === "not" ? 3 : 7;
    case "binary":
      return e.op === "+" || e.op === "-" ? 5 : e.op === "**" ? 8 : 6;
    default:
      return 9;
  }
};

/** With parentheses only where they are needed. */
export function text(e: Expr): string {
  const at = (least: number, inner: Expr): string => (level(inner) < least ? `(${text(inner)})` : text(inner));
  switch (e.kind) {
    case "int":
    case "float":
      return e.text;
    case "string":
      return JSON.stringify(e.value);
    case "bool":
      return String(e.value);
    case "null":
      return "null";
    case "hole":
      return "_";
    case "path":
      return e.names.map((n) => n.text).join(".") + (e.every ? ".*" : "");
    case "list": {
      const items = e.items.map(text).join(", ");
      return e.bracket === "[" ? `[${items}]` : `(${items}${e.items.length === 1 ? "," : ""})`;
    }
    case "unary":
      return e.op === "not" ? `not ${at(3, e.of)}` : `${e.op}${at(7, e.of)}`;
    case "binary": {
      const own = level(e);
      if (e.op === "**") return `${at(9, e.left)} ** ${at(7, e.right)}`;
      return `${at(own, e.left)} ${e.op} ${at(own + 1, e.right)}`;
    }
    case "compare":
      return `${at(5, e.left)} ${e.op} ${at(5, e.right)}`;
    case "in":
      return `${at(5, e.left)} ${e.not ? "not in" : "in"} ${e.right.kind === "range" ? text(e.right) : at(5, e.right)}`;
    case "range":
      return `${at(5, e.from)} .. ${at(5, e.to)}`;
    case "logic":
      return `${at(level(e), e.left)} ${e.op} ${at(level(e) + 1, e.right)}`;
    case "if":
      return `${at(1, e.then)} if ${at(1, e.condition)} else ${text(e.otherwise)}`;
    case "index":
      return `${at(9, e.of)}[${text(e.key)}]`;
    case "call":
      return `${text(e.callee)}(${args(e.args)})`;
    case "chain":
      return `(${choice(e.choice)})`;
  }
}

const args = (list: readonly Arg[]): string =>
  list.map((a) => `${a.name ? `${a.name.text}=` : ""}${text(a.value)}`).join(", ");

function item(i: Item): string {
  const own =
    i.kind === "group"
      ? `(${choice(i.choice)})`
      : `${text(i.path)}${i.key ? `[${text(i.key)}]` : ""}${i.args ? `(${args(i.args)})` : ""}`;
  if (!i.count) return own;
  return `${own} * ${level(i.count) < 9 ? `(${text(i.count)})` : text(i.count)}${i.as ? ` as ${i.as.text}` : ""}`;
}

export const chain = (c: Chain): string => c.items.map(item).join(" -> ");

function choice(c: Choice): string {
  const condition = c.condition && (level(c.condition) < 1 ? `(${text(c.condition)})` : text(c.condition));
  return `${chain(c.chain)}${condition ? ` if ${condition}` : ""}${c.otherwise ? ` else ${choice(c.otherwise)}` : ""}`;
}

export const pattern = (p: ShapePattern): string =>
  `[${p.items.map((i) => (i.kind === "ellipsis" ? "..." : text(i))).join(", ")}]`;

/** Every operator before what it takes, in parentheses. */
export function shape(e: Expr): string {
  switch (e.kind) {
    case "unary":
      return `(${e.op} ${shape(e.of)})`;
    case "binary":
    case "compare":
    case "logic":
      return `(${e.op} ${shape(e.left)} ${shape(e.right)})`;
    case "in":
      return `(${e.not ? "not-in" : "in"} ${shape(e.left)} ${shape(e.right)})`;
    case "range":
      return `(.. ${shape(e.from)} ${shape(e.to)})`;
    case "if":
      return `(if ${shape(e.condition)} ${shape(e.then)} ${shape(e.otherwise)})`;
    case "index":
      return `(at ${shape(e.of)} ${shape(e.key)})`;
    case "list":
      return `(list${e.bracket}${e.items.map((i) => ` ${shape(i)}`).join("")})`;
    case "call":
      return `(call ${text(e.callee)}${e.args.map((a) => ` ${a.name ? `${a.name.text}=` : ""}${shape(a.value)}`).join("")})`;
    case "chain":
      return `<${choice(e.choice)}>`;
    default:
      return text(e);
  }
}

/** The same without places and without parentheses around one layer, which a comparison of two readings leaves aside. */
export function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value)
      .filter(([key, v]) => key !== "span" && key !== "open" && v !== undefined)
      .map(([key, v]) => [key, bare(v)]),
  );
  if (copy.kind !== "group") return copy;
  const { choice: inside, kind: _, ...repeat } = copy as { choice: Choice; kind: string; count?: Expr };
  const [only, more] = inside.chain.items;
  if (inside.condition || !only || more || (only.count && repeat.count)) return copy;
  return { ...only, ...repeat };
}
