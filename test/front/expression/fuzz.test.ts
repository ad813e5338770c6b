/** Properties: what is printed reads back, and whatever is written is read without an exception and with sound places. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Arg, Chain, Choice, Expr, Item, Name, SyntaxProblem } from "../../../src/front/expression/ast.ts";
import { parseExpr, parseLine, parseNames, parseParam, parseShape } from "../../../src/front/expression/index.ts";
import { fcOptions } from "../../harness/fuzz.ts";
import { modelLines } from "./model_lines.ts";
import { bare, chain as printChain, text } from "./syntax.ts";

const span = { start: 0, end: 0 };
const name: fc.Arbitrary<Name> = fc
  .constantFrom("a", "b", "H", "width", "n0", "Conv2d", "ifx", "notable")
  .map((t) => ({ text: t, span }));
const path = fc
  .record({
    first: name,
    rest: fc.array(
      fc.oneof(
        name,
        fc.constantFrom("0", "12", "in").map((t) => ({ text: t, span })),
      ),
      { maxLength: 2 },
    ),
  })
  .map(
    ({ first, rest }): Extract<Expr, { kind: "path" }> => ({
      kind: "path",
      names: [first, ...rest],
      every: false,
      span,
    }),
  );

const leaf: fc.Arbitrary<Expr> = fc.oneof(
  fc.nat(2 ** 40).map((value): Expr => ({ kind: "int", value, text: String(value), span })),
  fc.constantFrom("0.5", "1e-6", "1.", ".25").map((t): Expr => ({ kind: "float", value: Number(t), text: t, span })),
  fc.constantFrom("same", "a b", 'say "a"', "it's", "", "\\n").map((value): Expr => ({ kind: "string", value, span })),
  fc.boolean().map((value): Expr => ({ kind: "bool", value, span })),
  fc.constant<Expr>({ kind: "null", span }),
  fc.constant<Expr>({ kind: "hole", span }),
  path,
);

/** Shared by all that holds others, so that no tree is large. */
const depth = { depthIdentifier: fc.createDepthIdentifier(), maxDepth: 4 };

const { expr, chain } = fc.letrec<{
  expr: Expr;
  arg: Arg;
  args: Arg[];
  item: Item;
  chain: Chain;
  choice: Choice;
  setting: Expr;
}>((tie) => {
  const e = tie("expr");
  const optional = <T>(a: fc.Arbitrary<T>) => fc.option(a, { ...depth, nil: undefined });
  return {
    expr: fc.oneof(
      depth,
      leaf,
      fc
        .record({
          items: fc.array(e, { maxLength: 3, depthIdentifier: depth.depthIdentifier }),
          bracket: fc.constantFrom("(" as const, "[" as const),
        })
        .map((r): Expr => ({ kind: "list", ...r, span })),
      fc
        .record({ op: fc.constantFrom("-" as const, "+" as const, "not" as const), of: e })
        .map((r): Expr => ({ kind: "unary", ...r, span })),
      fc
        .record({
          op: fc.constantFrom(
            "+" as const,
            "-" as const,
            "*" as const,
            "/" as const,
            "//" as const,
            "%" as const,
            "**" as const,
          ),
          left: e,
          right: e,
        })
        .map((r): Expr => ({ kind: "binary", ...r, span })),
      fc
        .record({
          op: fc.constantFrom("==" as const, "!=" as const, "<" as const, "<=" as const, ">" as const, ">=" as const),
          left: e,
          right: e,
        })
        .map((r): Expr => ({ kind: "compare", ...r, span })),
      fc.record({ not: fc.boolean(), left: e, right: e }).map((r): Expr => ({ kind: "in", ...r, span })),
      fc.record({ not: fc.boolean(), left: e, from: e, to: e }).map(
        (r): Expr => ({
          kind: "in",
          not: r.not,
          left: r.left,
          right: { kind: "range", from: r.from, to: r.to, span },
          span,
        }),
      ),
      fc
        .record({ op: fc.constantFrom("and" as const, "or" as const), left: e, right: e })
        .map((r): Expr => ({ kind: "logic", ...r, span })),
      // biome-ignore lint/suspicious/noThenProperty: syntax is never awaited
      fc.record({ then: e, condition: e, otherwise: e }).map((r): Expr => ({ kind: "if", ...r, span })),
      fc.record({ of: e, key: e }).map((r): Expr => ({ kind: "index", ...r, span })),
      fc.record({ callee: path, args: tie("args") }).map((r): Expr => ({ kind: "call", ...r, open: 0, span })),
      tie("setting"),
    ),
    arg: fc
      .record({ name: optional(name), value: e })
      .map((r): Arg => (r.name ? { name: r.name, value: r.value, span } : { value: r.value, span })),
    args: fc.array(tie("arg"), { maxLength: 3, depthIdentifier: depth.depthIdentifier }),
    item: fc
      .record({
        path,
        key: optional(e),
        args: optional(tie("args")),
        group: optional(tie("choice")),
        count: optional(e),
        as: optional(name),
      })
      .map(({ path: p, key, args, group, count, as }): Item => {
        const repeat = { ...(count ? { count } : {}), ...(count && as ? { as } : {}), span };
        if (group) return { kind: "group", choice: group, ...repeat };
        return { kind: "place", path: p, ...(key ? { key } : {}), ...(args ? { args } : {}), ...repeat };
      }),
    chain: fc
      .array(tie("item"), { minLength: 1, maxLength: 3, depthIdentifier: depth.depthIdentifier })
      .map((items): Chain => ({ items, span })),
    choice: fc.record({ chain: tie("chain"), condition: optional(e), otherwise: optional(tie("choice")) }).map(
      ({ chain: c, condition, otherwise }): Choice => ({
        chain: c,
        ...(condition ? { condition } : {}),
        ...(condition && otherwise ? { otherwise } : {}),
        span,
      }),
    ),
    // A chain of layers that are named: one of a number is none.
    setting: tie("chain")
      .filter((c) => c.items.length > 1)
      .map((c): Expr => ({ kind: "chain", choice: { chain: c, span }, span })),
  };
});

describe("what is printed reads back", () => {
  test("expressions", () => {
    fc.assert(
      fc.property(expr, (e) => {
        const { value, problems } = parseExpr(text(e));
        expect(problems).toEqual([]);
        expect(bare(value)).toEqual(bare(e));
      }),
      fcOptions(600),
    );
  });

  test("chains", () => {
    fc.assert(
      fc.property(chain, (c) => {
        const line = parseLine(printChain(c));
        expect(line.problems).toEqual([]);
        expect(bare(line.chain)).toEqual(bare(c));
      }),
      fcOptions(400),
    );
  });
});

/** Every place lies inside the one around it, and inside the text. */
function soundPlaces(value: unknown, start: number, end: number): void {
  if (Array.isArray(value)) for (const v of value) soundPlaces(v, start, end);
  else if (typeof value === "object" && value !== null) {
    const own = (value as { readonly span?: { readonly start: number; readonly end: number } }).span;
    if (own && !(start <= own.start && own.start <= own.end && own.end <= end)) {
      throw new Error(`${own.start}..${own.end} leaves ${start}..${end}: ${JSON.stringify(value).slice(0, 300)}`);
    }
    for (const [key, v] of Object.entries(value)) {
      // The place of a layer is without its repeat, which stands behind it.
      const behind = key === "count" || key === "as";
      if (key !== "span") soundPlaces(v, behind ? start : (own?.start ?? start), behind ? end : (own?.end ?? end));
    }
  }
}

function readAll(source: string): void {
  for (const parse of [parseExpr, parseLine, parseParam, parseShape, parseNames]) {
    const result: { readonly problems: readonly SyntaxProblem[] } = parse(source);
    for (const p of result.problems) {
      expect(p.message).toMatch(/[.:]$|`$/);
      soundPlaces(p.span, 0, source.length);
      soundPlaces(p.fix?.edits, 0, source.length);
    }
    const { problems: _, ...read } = result;
    soundPlaces(read, 0, source.length);
    if (!("value" in result) && !("chain" in result)) expect(result.problems).not.toEqual([]);
  }
}

const pieces = fc.constantFrom(
  ..."( ) [ ] , : . .. ... _ | @ ? -> => = := + - * / // % ** == != < <= > >= ! && || → ⇒ – × \" ' “ ” # { ; $ \n \\ 😀".split(
    " ",
  ),
  ...[
    "a",
    "Conv2d",
    "x.y",
    "m.*",
    "self.a",
    "1",
    "0.5",
    "9999999999999999999",
    "1e999",
    "3x3",
    "1_0",
    "007",
    "if",
    "else",
    "and",
    "or",
    "not",
    "in",
    "as",
    "true",
    "None",
    "lambda",
    "for",
    "is",
    'f"',
    " ",
    "  ",
    "\n  - ",
  ],
);

describe("whatever is written", () => {
  test("any pieces in any order", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), fc.constantFrom("", " "), (parts, between) =>
        readAll(parts.join(between)),
      ),
      fcOptions(1500),
    );
  });

  test("any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (source) => readAll(source)),
      fcOptions(100),
    );
  });

  test("every beginning of a line of a model", () => {
    for (const line of modelLines) for (let i = 0; i <= line.length; i++) readAll(line.slice(0, i));
  });

  test("a line of a model without one of its characters", () => {
    for (const line of modelLines) for (let i = 0; i < line.length; i++) readAll(line.slice(0, i) + line.slice(i + 1));
  });

  test("the lines of the models", () => {
    for (const line of modelLines) expect({ line, problems: parseLine(line).problems }).toEqual({ line, problems: [] });
  });
});

describe("long and deep texts", () => {
  const long = 50_000;
  test.each([
    "(",
    "[",
    ")",
    "-",
    "- ",
    "not ",
    "a(",
    "a[",
    "a**",
    "a if b else ",
    "(a if b else ",
    "(A->",
    "A->",
    "A -> ",
    "1+",
    "a.",
    "a,",
    "a and ",
    "a<",
    "A ",
    "A*",
    "f(a=",
    "x=",
    '"',
    "'a' ",
    "=>",
    "->",
    "a\n",
    " ",
    ".",
    "...",
    "[...,",
    "1",
    "0",
    "1e",
    "_",
    "|",
    "a|",
    "(A if ",
    "# ",
    "&&",
    "→",
    "\\",
    "[:,",
    "a[:,",
    "a=>[",
  ])("%j again and again", (piece) => readAll(piece.repeat(Math.ceil(long / piece.length))));

  test.each([
    ["parentheses", `${"(".repeat(300)}a${")".repeat(300)}`],
    ["settings", `${"f(".repeat(300)}a${")".repeat(300)}`],
    ["signs", `${"-".repeat(300)}a`],
    ["powers", `${"a ** ".repeat(300)}a`],
    ["choices", `${"a if b else ".repeat(300)}a`],
    ["a sum", `${"a + ".repeat(2000)}a`],
  ])("%s beyond the limit are one problem", (_, source) => {
    expect(parseExpr(source).problems.map((p) => p.code)).toEqual(["too-complex"]);
  });

  test.each([
    ["parentheses", `${"(".repeat(190)}a${")".repeat(190)}`],
    ["choices", `${"a if b else ".repeat(190)}a`],
    ["a sum", `${"a + ".repeat(900)}a`],
  ])("%s below the limit are read", (_, source) => expect(parseExpr(source).problems).toEqual([]));

  test("a line of ten thousand layers is read", () => {
    expect(parseLine(`${"A -> ".repeat(9999)}A`)).toMatchObject({ chain: { items: { length: 10_000 } }, problems: [] });
  });
});
