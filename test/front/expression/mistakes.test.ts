/**
 * What people write by mistake. « » mark the place that is told, and the fixed text is what the one edit of the fix
 * makes of it, which must then read without a problem.
 */
import { describe, expect, test } from "vitest";
import type { SyntaxProblem } from "../../../src/front/expression/ast.ts";
import { parseExpr, parseLine, parseNames, parseParam, parseShape } from "../../../src/front/expression/index.ts";

type Parse = (text: string) => { readonly problems: readonly SyntaxProblem[] };
type Row = readonly [marked: string, message: string, fixed?: string];

function mend(source: string, problem: SyntaxProblem): string | undefined {
  if (!problem.fix) return undefined;
  const edits = [...problem.fix.edits].sort((a, b) => b.span.start - a.span.start);
  return edits.reduce((t, e) => t.slice(0, e.span.start) + e.text + t.slice(e.span.end), source);
}

function check(parse: Parse, rows: readonly Row[], code = "syntax"): void {
  test.each(rows.map(([marked, message, fixed]) => ({ marked, message, fixed })))(
    "$marked",
    ({ marked, message, fixed }) => {
      const source = marked.replace(/[«»]/g, "");
      const { problems } = parse(source);
      expect(problems.map((p) => p.message)).toEqual([message]);
      const [problem] = problems as [SyntaxProblem];
      const { start, end } = problem.span;
      expect(`${source.slice(0, start)}«${source.slice(start, end)}»${source.slice(end)}`).toBe(marked);
      expect(problem.code).toBe(code);
      expect(mend(source, problem)).toBe(fixed);
      if (fixed !== undefined) expect(parse(fixed).problems).toEqual([]);
    },
  );
}

const arrow = "An arrow is written `->`.";
const expected = "A shape follows `=>`.";
const colon = "A layer is named with a colon, `enc1: Conv2d(64, 3)`; `=` gives a setting, inside parentheses.";
const choice = "A choice stands in parentheses: `(A if c else B)`.";
const chain = "A chain that is a setting stands in parentheses: `(A -> B)`.";
const open = "This `(` is not closed.";
const loops = "There are no loops: `A * n as i` repeats a layer.";

describe("half typed", () => {
  check(parseLine, [
    ["Conv2d«(»64,", open, "Conv2d(64,)"],
    ["Conv2d«(»8, 3", open, "Conv2d(8, 3)"],
    ["(Conv2d«(»64", open, "(Conv2d(64))"],
    ["«(»Conv2d(64)", open, "(Conv2d(64))"],
    ["f(x«[»1)", "This `[` is not closed.", "f(x[1])"],
    ["Conv2d«(»64, 3 -> ReLU", open, "Conv2d(64, 3) -> ReLU"],
    ["Conv2d«(»64, 3 => [N, 3]", open, "Conv2d(64, 3) => [N, 3]"],
    ["f«(»body=A -> B", open],
    ["enc1 «->» ", "A layer is missing after this arrow."],
    ["Conv2d(64, 3) «->»", "A layer is missing after this arrow."],
    ["(A «->») -> B", "A layer is missing after this arrow."],
    ["«->»", "An arrow stands between two layers."],
    ["«->»ReLU", "Nothing stands before this arrow; a layer takes the value above it without one.", "ReLU"],
    ["A «=>»", "A shape is missing after `=>`: `=> [N, 64, _, _]`."],
    ["A => «[»N, 3", "This `[` is not closed.", "A => [N, 3]"],
    ['Upsample(mode=«"bil»', "This string is not closed: a quote is missing at its end."],
    ["Conv2d(64 «*»", "A value is missing after `*`."],
    ["Conv2d(64, «-»)", "A value is missing after `-`."],
    ["A «*»", "A value is missing after `*`."],
    ["A * n «as»", "A name for the counter is missing after `as`."],
    ["f(«a=»)", "`a=` has no value."],
    ["encoder«.»", "A name is missing after the dot: `encoder.layer3`."],
    ["(A «if»)", "A value is missing after `if`."],
    ["(A if c «else»)", "A layer is missing after `else`."],
    ["«»", "A layer is missing here."],
  ]);
});

describe("between layers", () => {
  check(parseLine, [
    ["Conv2d(64 «3»)", "A comma is missing before `3`.", "Conv2d(64, 3)"],
    ["Conv2d(64) «ReLU»", "An arrow is missing before `ReLU`.", "Conv2d(64) -> ReLU"],
    ["(A -> B) «(»C)", "An arrow is missing before this `(`.", "(A -> B) -> (C)"],
    ["x -> «->» ReLU", "Between two layers stands one arrow.", "x -> ReLU"],
    ["x «–>» A", arrow, "x -> A"],
    ["x «→» A", arrow, "x -> A"],
    ["x«-->»A", arrow, "x->A"],
    ["x «- >» A", arrow, "x -> A"],
    ["x «>» A", arrow, "x -> A"],
    ["x «|>» A", arrow, "x -> A"],
    ["x «|» A", "Layers follow each other with `->`.", "x -> A"],
    ["x«,» A", "Layers follow each other with `->`.", "x -> A"],
    ["A «⇒» [N, 3]", expected, "A => [N, 3]"],
    ["A «=» [N, 3]", expected, "A => [N, 3]"],
    ["A «->» [N, 3]", "A shape follows `=>`, a layer `->`.", "A => [N, 3]"],
    ["A(3) «[»N, 3]", expected, "A(3) => [N, 3]"],
    ["A «[N, 3]»", expected, "A => [N, 3]"],
    ["A «=>» ReLU", "A layer follows `->`; `=>` states a shape.", "A -> ReLU"],
    ["A => [N] «->» B", "The shape ends the line: the next layer stands on a line of its own."],
    ["A => «(N, 3)»", "A shape stands in square brackets: `[N, 3, H, W]`.", "A => [N, 3]"],
    ["A => [N, «-1»]", "Any size is written `_`.", "A => [N, _]"],
    ["A => [N, «None»]", "Any size is written `_`.", "A => [N, _]"],
    ["A => [..., «...»]", "A shape has one `...` at most."],
    ["enc1 «=» Conv2d(64)", colon],
    ["enc1 «:=» Conv2d(64)", colon],
    ["A «if» c else B", choice, "(A if c else B)"],
    ["A -> B «if» c", choice],
    ["Conv2d(64, 3)«)»", "This `)` closes nothing.", "Conv2d(64, 3)"],
    ["A => [N, 3]«]»", "This `]` closes nothing.", "A => [N, 3]"],
    ["A«]»", "This `]` closes nothing.", "A"],
    ["(A * «2 - 1» -> B)", "The count of a repeat stands in parentheses: `* (2 - 1)`.", "(A * (2 - 1) -> B)"],
    ["A«)))» -> B", "This `)` closes nothing.", "A -> B"],
    ["Conv2d(64, 3«]»", "`(` is closed by `)`, not by `]`.", "Conv2d(64, 3)"],
    ["A * «n - 1»", "The count of a repeat stands in parentheses: `* (n - 1)`.", "A * (n - 1)"],
    ["A «as» i", "`as` names the counter of a repeat: `A * n as i`."],
    ["A«;» B", "A line has no `;`: layers follow each other with `->`, or on lines of their own."],
    ["«64» -> A", "A layer is expected here, and `64` is a number."],
    ["A\n  «-» B", "This item is indented deeper than the one above it, and is read as part of that line."],
    ["A\n  «b:» C", "`b:` is indented deeper than the layer above it, and is read as part of that line."],
  ]);

  test("a comment without a space before it", () => {
    const [problem] = parseLine("A# note").problems;
    expect(problem).toMatchObject({ message: "A comment needs a space before `#`.", span: { start: 1, end: 2 } });
    expect(problem && mend("A# note", problem)).toBe("A # note");
  });
});

describe("PyTorch and Python", () => {
  const plus = (meant: string, op = "+") => `\`${op}\` works on numbers; for tensors it is a layer: \`${meant}\`.`;
  const part = (meant: string) => `A part of a tensor is taken by a layer: \`${meant}\`.`;
  check(parseLine, [
    ["a «+» x", plus("Add(a, x)"), "Add(a, x)"],
    ["a «-» x.y", plus("Sub(a, x.y)", "-"), "Sub(a, x.y)"],
    ["a «@» b -> ReLU", plus("MatMul(a, b)", "@"), "MatMul(a, b) -> ReLU"],
    ["conv -> ReLU «+» x", plus("-> Add(_, x)"), "conv -> ReLU -> Add(_, x)"],
    ["a «+» Conv2d(3)", plus("Add(a, b)")],
    ["a «+» b + c", plus("Add(a, b)")],
    ["x«[:, 0]»", part("x -> Select(1, 0)"), "x -> Select(1, 0)"],
    ["x«[:, 0]» -> Linear(3)", part("x -> Select(1, 0)"), "x -> Select(1, 0) -> Linear(3)"],
    ["x«[..., 1:3]»", part("x -> Slice(-1, 1, end=3)"), "x -> Slice(-1, 1, end=3)"],
    ["x«[0, :, 1]»", part("x -> Select(2, 1) -> Select(0, 0)"), "x -> Select(2, 1) -> Select(0, 0)"],
    ["Add(x«[:, 0]», y)", part("x -> Select(1, 0)")],
    ["«Conv2d(64, 3)(x)»", "A tensor goes into a layer with an arrow: `x -> Conv2d(64, 3)`.", "x -> Conv2d(64, 3)"],
    ["«self.»conv1 -> ReLU", "Layers have no `self.`: they go by their names.", "conv1 -> ReLU"],
    ["f(«**»k)", "`**` does not spread a list here: each setting is written out."],
    ["f(«*»k)", "`*` does not spread a list here: each setting is written out."],
    ["f(«lambda» x: x)", "There are no functions: what is used more than once is a block."],
    ["f(x «for» x in y)", loops],
    ['f(x=«f»"a")', "A string has no letter before its quotes, and nothing is filled in.", 'f(x="a")'],
    ["f(x=«“a”»)", 'Quotes are straight: `"a"`.', 'f(x="a")'],
    ["f(x «is» None)", "Equality is written `==`.", "f(x == None)"],
    ["f(x «is» not None)", "Equality is written `==`.", "f(x != None)"],
    ["f(a«:» 3)", "A setting is given with `=`: `a=…`.", "f(a=3)"],
    ["f(a «:=» 3)", "A setting is given with `=`: `a=…`.", "f(a=3)"],
    ["f(3,«,» 4)", "A setting is missing before this comma."],
    ["f(body=A «->» B)", chain, "f(body=(A -> B))"],
    ["f(a «?» b : c)", "A choice is written `a if c else b`."],
    ["f(«{»)", "Braces have no place in an expression: a list stands in `( )` or `[ ]`, and a table is YAML's."],
    ["f(«$»)", "`$` has no meaning here."],
  ]);
});

describe("numbers", () => {
  check(parseExpr, [
    ["«2h»", "`2h` is neither a number nor a name; a product is `2*h`.", "2*h"],
    ["«3x3»", "A size by axis is a list: `(3, 3)`.", "(3, 3)"],
    ["«0x10»", "Numbers are written in plain digits: `16`.", "16"],
    ["«1_000»", "Numbers are written in plain digits: `1000`.", "1000"],
    ["«007»", "A whole number has no zeros before it: `7`.", "7"],
  ]);
  check(
    parseExpr,
    [
      ["«9007199254740992»", "9007199254740992 is beyond 2⁵³, where whole numbers can no longer all be told apart."],
      ["1 + «1e999»", "1e999 is too large for a decimal."],
    ],
    "overflow",
  );
});

describe("conditions", () => {
  check(parseExpr, [
    ["H % 32 «=» 0", "Equality is written `==`.", "H % 32 == 0"],
    ["H «===» 0", "Equality is written `==`.", "H == 0"],
    ["H «=>» 188", "At least is written `>=`.", "H >= 188"],
    ["H «≥» 188", "At least is written `>=`.", "H >= 188"],
    ["H «=<» 188", "At most is written `<=`.", "H <= 188"],
    ["a«&&»b", "Both is written `and`.", "a and b"],
    ["a «||» b", "Either is written `or`.", "a or b"],
    ["«!»a", "Not is written `not`.", "not a"],
    ["a «^» 2", "A power is written `**`.", "a ** 2"],
    ["2 «×» a", "Times is written `*`.", "2 * a"],
    ["a == «not» b", "`not` and what it denies stand in parentheses here: `(not a)`."],
    ["1«..»8", "A range stands to the right of `in` only: `H % 16 in 1..8`."],
    ["H % 4 «b»", "`b` cannot stand here: the end is expected."],
    ["a «if» b", "This `if` needs an `else`; a layer that may be left out stands in parentheses: `(A if c)`."],
    ["«*» 2", "`*` needs a value before it."],
    ["(a + 1)«)»", "This `)` closes nothing.", "(a + 1)"],
    ["a«[]»", "Which entry is missing: `[0]`."],
  ]);
});

describe("parameters", () => {
  const words = "The words of a choice stand without quotes: `same | crop`.";
  check(parseParam, [
    ["«LayerNorm -> Linear(64)»", chain, "(LayerNorm -> Linear(64))"],
    ["«int = 3»", "A default stands alone: `3`.", "3"],
    ["int | «null»", "A value that may be left out has the default `null`: write `null` alone."],
    ['same | «"crop"»', words, "same | crop"],
    ['«"same"» | "crop"', words],
    ["«true» | false", "What is true or false has the type `bool`, or one of them as its default."],
    ["same «|»", "A word is missing after `|`."],
    ["same | crop «pad»", "`pad` cannot stand here: `|` is expected."],
    ["3 «4»", "`4` cannot stand here: the end of the value is expected."],
  ]);
});

describe("shapes", () => {
  const square = "A shape stands in square brackets: `[N, 3, H, W]`.";
  check(parseShape, [
    ["«N, 3»", square, "[N, 3]"],
    ["«(N, 3)»", square, "[N, 3]"],
    ["[N «3»]", "A comma is missing before `3`.", "[N, 3]"],
    ["«[»N, 3", "This `[` is not closed.", "[N, 3]"],
    ["[N, 3] «x»", "`x` cannot stand here: the end of the shape is expected."],
  ]);
});

describe("names", () => {
  const rule = "is no name: names are letters, digits and `_`, and do not begin with a digit.";
  check(parseNames, [
    ["«conv-1»", `\`conv-1\` ${rule}`, "conv_1"],
    ["a, «b c»", `\`b c\` ${rule}`, "a, b_c"],
    ["«in»", "`in` is a word of the language, and no name."],
    ["a, «_»", "`_` is no name: every output has one."],
    ["a,«,» b", "A name is missing: several outputs are named `a, b`."],
  ]);
});

describe("what was read stays", () => {
  test.each([
    ["x -> Conv2d(64,", 2],
    ["x -> A(1) -> ", 2],
    ["x -> A B", 3],
    ["a + x -> B", 2],
    ["x -> A -> 3", 2],
  ])("%s", (source, items) => expect(parseLine(source).chain?.items).toHaveLength(items));

  test("a slip that is told is read as it was meant", () => {
    expect(parseLine("a + x -> ReLU ⇒ [N, 3]")).toMatchObject({
      chain: { items: [{ path: { names: [{ text: "Add" }] } }, { path: { names: [{ text: "ReLU" }] } }] },
      expect: { items: [{ kind: "path" }, { kind: "int", value: 3 }] },
    });
  });

  test("a text tells at most twenty problems", () => expect(parseLine("A ".repeat(100)).problems).toHaveLength(20));
});
