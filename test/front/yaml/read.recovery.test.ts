/**
 * Broken lines: each case says what is read of the file, and what is told. `on` is the text under the problem, `fixed`
 * the document after its fix, which then reads without a problem of its own.
 */
import { expect, test } from "vitest";
import { readYaml } from "../../../src/front/yaml/read.ts";
import { problemsOf, type Shown, shown } from "./show.ts";

interface Told {
  readonly on: string;
  readonly says: string;
  readonly fixed?: string;
}

interface Case {
  readonly name: string;
  readonly text: string;
  readonly reads: Shown;
  readonly told: readonly Told[];
}

const CUT_A = "a: { k: (1, 2), z: 3 }\n";
const CUT_B = "b: [min(H, W) >= 32, x]\n";
const CUT_C = "c: [n[0]]\n";
const CUT_D = 'd: { e: 1 if j == "a, b" else 0 }\n';

const CASES: readonly Case[] = [
  {
    name: "a half-typed name does not take the next line",
    text: "layers:\n  a: ReLU\n  dec b\n  logits: Conv2d(3)\n",
    reads: { layers: { a: "ReLU", dec: undefined, logits: "Conv2d(3)" } },
    told: [{ on: "dec b", says: "no `: `" }],
  },
  {
    name: "a half-typed first name does not take the next line",
    text: "layers:\n  dec\n  logits: Conv2d(3)\n",
    reads: { layers: { dec: undefined, logits: "Conv2d(3)" } },
    told: [{ on: "dec", says: "`dec: value`" }],
  },
  {
    name: "a half-typed key of the file keeps the rest",
    text: "model: M\nlay\ninputs:\n  x: [N, 8]\n",
    reads: { model: "M", lay: undefined, inputs: { x: ["N", "8"] } },
    told: [{ on: "lay", says: "no `: `" }],
  },
  {
    name: "a key without its colon keeps what stands below it",
    text: "layers\n  a: ReLU\nmodel: X\n",
    reads: { layers: { a: "ReLU" }, model: "X" },
    told: [{ on: "layers", says: "`:` is missing", fixed: "layers:\n  a: ReLU\nmodel: X\n" }],
  },
  {
    name: "a key without its colon keeps its value",
    text: "layers:\n  conv Conv2d(3)\n  x = ReLU\n  y: ReLU\n",
    reads: { layers: { conv: "Conv2d(3)", x: "ReLU", y: "ReLU" } },
    told: [
      { on: " ", says: "after `conv`", fixed: "layers:\n  conv: Conv2d(3)\n  x = ReLU\n  y: ReLU\n" },
      { on: " = ", says: "not with `=`", fixed: "layers:\n  conv Conv2d(3)\n  x: ReLU\n  y: ReLU\n" },
    ],
  },
  {
    name: "no space after the colon",
    text: "layers:\n  a:ReLU\n  q, k:Chunk(2)\n  b: ReLU\n",
    reads: { layers: { a: "ReLU", "q, k": "Chunk(2)", b: "ReLU" } },
    told: [
      { on: ":", says: "space is missing", fixed: "layers:\n  a: ReLU\n  q, k:Chunk(2)\n  b: ReLU\n" },
      { on: ":", says: "space is missing", fixed: "layers:\n  a:ReLU\n  q, k: Chunk(2)\n  b: ReLU\n" },
    ],
  },
  {
    name: "no space after the dash, and no dash",
    text: "layers:\n  - Conv2d(3)\n  -Re\n  Flatten\n  - a:ReLU\n",
    reads: { layers: ["Conv2d(3)", "Re", "Flatten", { a: "ReLU" }] },
    told: [
      { on: "-", says: "after the `-`", fixed: "layers:\n  - Conv2d(3)\n  - Re\n  Flatten\n  - a:ReLU\n" },
      { on: "Flatten", says: "begins with `- `", fixed: "layers:\n  - Conv2d(3)\n  -Re\n  - Flatten\n  - a:ReLU\n" },
      { on: ":", says: "after the `:`", fixed: "layers:\n  - Conv2d(3)\n  -Re\n  Flatten\n  - a: ReLU\n" },
    ],
  },
  {
    name: "a parenthesis that nothing closes ends with its line",
    text: "layers:\n  a: Conv2d(64, (3\n  b: ReLU\n",
    reads: { layers: { a: "Conv2d(64, (3", b: "ReLU" } },
    told: [],
  },
  {
    name: "a quote that nothing closes ends with its line",
    text: 'params:\n  a: "abc\n  b: "x"\n  c: \'it\n  d: 1\n',
    reads: { params: { a: '"abc"', b: '"x"', c: '"it"', d: "1" } },
    told: [
      { on: '"', says: "quote is never closed", fixed: 'params:\n  a: "abc"\n  b: "x"\n  c: \'it\n  d: 1\n' },
      { on: "'", says: "quote is never closed", fixed: 'params:\n  a: "abc\n  b: "x"\n  c: \'it\'\n  d: 1\n' },
    ],
  },
  {
    name: "brackets that nothing closes end with their line",
    text: "inputs:\n  x: [N, 3, H\nsizes:\n  - { N: 1,\n  - { N: 2 }\n",
    reads: { inputs: { x: ["N", "3", "H"] }, sizes: [{ N: "1" }, { N: "2" }] },
    told: [
      { on: "[", says: "`[` is never closed", fixed: "inputs:\n  x: [N, 3, H]\nsizes:\n  - { N: 1,\n  - { N: 2 }\n" },
      { on: "{", says: "`{` is never closed", fixed: "inputs:\n  x: [N, 3, H\nsizes:\n  - { N: 1,}\n  - { N: 2 }\n" },
    ],
  },
  {
    name: "brackets that nothing closes above lines of their own",
    text: "layers: [\n  a: ReLU\n  b: Conv2d(3)\nsizes: { N: 1\n  - { N: 2 }\nc: 1\n",
    reads: { layers: { a: "ReLU", b: "Conv2d(3)" }, sizes: [{ N: "2" }], c: "1" },
    told: [
      { on: "[", says: "never closed" },
      { on: "{", says: "never closed" },
    ],
  },
  {
    name: "the wrong closing bracket, and a quote within brackets that nothing closes",
    text: 'a: [1, 2}\nb: ["x, 2]\nc: 3\n',
    reads: { a: ["1", "2"], b: ['"x', "2"], c: "3" },
    told: [
      { on: "}", says: "closes no bracket" },
      { on: '"', says: "quote is never closed" },
    ],
  },
  {
    name: "a key without a value",
    text: "layers:\n  a:\n  b: ReLU\noutputs:\n",
    reads: { layers: { a: undefined, b: "ReLU" }, outputs: undefined },
    told: [],
  },
  {
    name: "an entry indented too far",
    text: "layers:\n  a: ReLU\n    b: Conv2d(3)\n  c: ReLU\n",
    reads: { layers: { a: "ReLU", b: "Conv2d(3)", c: "ReLU" } },
    told: [{ on: "b", says: "too far", fixed: "layers:\n  a: ReLU\n  b: Conv2d(3)\n  c: ReLU\n" }],
  },
  {
    name: "an item indented too far",
    text: "layers:\n  - ReLU\n    - Conv2d(3)\n  - Flatten\n",
    reads: { layers: ["ReLU", "Conv2d(3)", "Flatten"] },
    told: [{ on: "-", says: "too far", fixed: "layers:\n  - ReLU\n  - Conv2d(3)\n  - Flatten\n" }],
  },
  {
    name: "the first entry indented too far",
    text: "layers:\n    a: ReLU\n  b: ReLU\n  c: ReLU\n",
    reads: { layers: { a: "ReLU", b: "ReLU", c: "ReLU" } },
    told: [{ on: "a", says: "too far", fixed: "layers:\n  a: ReLU\n  b: ReLU\n  c: ReLU\n" }],
  },
  {
    name: "an entry not indented far enough",
    text: "layers:\n  a: ReLU\n b: ReLU\n  c: ReLU\nmodel: x\n",
    reads: { layers: { a: "ReLU", b: "ReLU", c: "ReLU" }, model: "x" },
    told: [{ on: "b", says: "not indented as far", fixed: "layers:\n  a: ReLU\n  b: ReLU\n  c: ReLU\nmodel: x\n" }],
  },
  {
    name: "tabs",
    text: "layers:\n\ta: ReLU\n  b: ReLU\n",
    reads: { layers: { a: "ReLU", b: "ReLU" } },
    told: [{ on: "\t", says: "not with tabs", fixed: "layers:\n  a: ReLU\n  b: ReLU\n" }],
  },
  {
    name: "a comment within a chain",
    text: "layers:\n  a: Conv2d(3)\n     # why\n     -> ReLU # both\n  c: ReLU\n",
    reads: { layers: { a: "Conv2d(3) -> ReLU", c: "ReLU" } },
    told: [
      { on: "# why", says: "between the lines", fixed: "layers:\n  a: Conv2d(3)\n\n     -> ReLU # both\n  c: ReLU\n" },
    ],
  },
  {
    name: "a comment beside a chain that goes on",
    text: "layers:\n  a: Conv2d(3) # one\n     -> ReLU\n  c: ReLU\n",
    reads: { layers: { a: "Conv2d(3) -> ReLU", c: "ReLU" } },
    told: [{ on: "# one", says: "between the lines", fixed: "layers:\n  a: Conv2d(3)\n     -> ReLU\n  c: ReLU\n" }],
  },
  {
    name: "no space before a comment",
    text: "layers:\n  a: ReLU# one\n  b:# two\n  c: ReLU\n",
    reads: { layers: { a: "ReLU", b: undefined, c: "ReLU" } },
    told: [
      { on: "#", says: "a space before its `#`", fixed: "layers:\n  a: ReLU # one\n  b:# two\n  c: ReLU\n" },
      { on: "#", says: "a space before its `#`", fixed: "layers:\n  a: ReLU# one\n  b: # two\n  c: ReLU\n" },
    ],
  },
  {
    name: "a chain that goes on at the level of its name",
    text: "layers:\n  a: Conv2d(3)\n  -> ReLU\n  c: ReLU\n",
    reads: { layers: { a: "Conv2d(3) -> ReLU", c: "ReLU" } },
    told: [{ on: "-", says: "deeper than its name", fixed: "layers:\n  a: Conv2d(3)\n    -> ReLU\n  c: ReLU\n" }],
  },
  {
    name: "values that YAML cuts at a comma",
    text: `${CUT_A}${CUT_B}${CUT_C}${CUT_D}`,
    reads: {
      a: { k: "(1, 2)", z: "3" },
      b: ["min(H, W) >= 32", "x"],
      c: ["n[0]"],
      d: { e: '1 if j == "a, b" else 0' },
    },
    told: [
      {
        on: "(1, 2)",
        says: "at the comma, so `(1, 2)` is cut: write `k: (1, 2)` on a line of its own",
        fixed: `a:\n  k: (1, 2)\n  z: 3\n${CUT_B}${CUT_C}${CUT_D}`,
      },
      {
        on: "(H, W)",
        says: "write `- min(H, W) >= 32` on a line of its own",
        fixed: `${CUT_A}b:\n  - min(H, W) >= 32\n  - x\n${CUT_C}${CUT_D}`,
      },
      {
        on: "[0]",
        says: "at the bracket, so `n[0]` is cut",
        fixed: `${CUT_A}${CUT_B}c:\n  - n[0]\n${CUT_D}`,
      },
      {
        on: '"a, b"',
        says: "a line of its own",
        fixed: `${CUT_A}${CUT_B}${CUT_C}d:\n  e: 1 if j == "a, b" else 0\n`,
      },
    ],
  },
  {
    name: "items, nested collections and colons that YAML cuts",
    text: 's:\n  - { N: 1, k: (1, 2) } # first\n  - { y: [f(1, 2)], z: g("a: b") }\n',
    reads: {
      s: [
        { N: "1", k: "(1, 2)" },
        { y: ["f(1, 2)"], z: 'g("a: b")' },
      ],
    },
    told: [
      {
        on: "(1, 2)",
        says: "is cut",
        fixed: 's:\n  - N: 1\n    k: (1, 2) # first\n  - { y: [f(1, 2)], z: g("a: b") }\n',
      },
      { on: "(1, 2)", says: "write `- f(1, 2)` on a line of its own" },
      { on: '("a: b")', says: "allows no `: `" },
    ],
  },
  {
    name: "two names in braces",
    text: "layers: { a, b: Chunk(2) }\n",
    reads: { layers: { a: undefined, b: "Chunk(2)" } },
    told: [{ on: "a", says: "a line of its own" }],
  },
  {
    name: "commas and spaces missing in brackets",
    text: "a: { x: 1 y: 2, z:3 }\nb: [1,, 2]\nc: 1\n",
    reads: { a: { x: "1", y: "2", z: "3" }, b: ["1", "2"], c: "1" },
    told: [
      { on: " ", says: "comma is missing", fixed: "a: { x: 1, y: 2, z:3 }\nb: [1,, 2]\nc: 1\n" },
      { on: ":", says: "space is missing", fixed: "a: { x: 1 y: 2, z: 3 }\nb: [1,, 2]\nc: 1\n" },
      { on: ",", says: "value is missing", fixed: "a: { x: 1 y: 2, z:3 }\nb: [1, 2]\nc: 1\n" },
    ],
  },
  {
    name: "two keys on a line, and a colon at its end",
    text: "layers:\n  a: b: ReLU\n  c: ReLU:\n  d: ReLU\n",
    reads: { layers: { a: undefined, c: "ReLU", d: "ReLU" } },
    told: [
      { on: ":", says: "A second `: `" },
      { on: ":", says: "does not end with a `:`", fixed: "layers:\n  a: b: ReLU\n  c: ReLU\n  d: ReLU\n" },
    ],
  },
  {
    name: "more than a string or a list",
    text: 'a: "x" if b else "y"\nc: [1, 2][0]\nd: 1\n',
    reads: { a: '"x" if b else "y"', c: "[1, 2][0]", d: "1" },
    told: [
      { on: ' if b else "y"', says: "in parentheses", fixed: 'a: ("x" if b else "y")\nc: [1, 2][0]\nd: 1\n' },
      { on: "[0]", says: "in parentheses", fixed: 'a: "x" if b else "y"\nc: ([1, 2][0])\nd: 1\n' },
    ],
  },
  {
    name: "an item among entries, and an entry among items",
    text: "layers:\n  x: ReLU\n  - Flatten\n  - z: ReLU\nother:\n  - ReLU\n  b: ReLU\n",
    reads: { layers: { x: "ReLU", z: "ReLU" }, other: ["ReLU", { b: "ReLU" }] },
    told: [
      { on: "- Flatten", says: "without a name" },
      {
        on: "-",
        says: "without `- `",
        fixed: "layers:\n  x: ReLU\n  - Flatten\n  z: ReLU\nother:\n  - ReLU\n  b: ReLU\n",
      },
      {
        on: "b:",
        says: "begins with `- `",
        fixed: "layers:\n  x: ReLU\n  - Flatten\n  - z: ReLU\nother:\n  - ReLU\n  - b: ReLU\n",
      },
    ],
  },
  {
    name: "YAML's anchors, aliases, tags and merge keys",
    text: "a: &x ReLU\nb: *x\nc: !!str t\n<<: *x\nd: [*x, &y 1]\n&k g: h\n",
    reads: { a: "ReLU", b: undefined, c: "t", d: [undefined, "1"], g: "h" },
    told: [
      { on: "&x", says: "anchors", fixed: "a: ReLU\nb: *x\nc: !!str t\n<<: *x\nd: [*x, &y 1]\n&k g: h\n" },
      { on: "*x", says: "aliases" },
      { on: "!!str", says: "tags", fixed: "a: &x ReLU\nb: *x\nc: t\n<<: *x\nd: [*x, &y 1]\n&k g: h\n" },
      { on: "<<", says: "merge key" },
      { on: "*x", says: "aliases" },
      { on: "&y", says: "anchors", fixed: "a: &x ReLU\nb: *x\nc: !!str t\n<<: *x\nd: [*x, 1]\n&k g: h\n" },
      { on: "&k", says: "anchors", fixed: "a: &x ReLU\nb: *x\nc: !!str t\n<<: *x\nd: [*x, &y 1]\ng: h\n" },
    ],
  },
  {
    name: "YAML's long keys",
    text: "? e\n: f\n? g: h\ni: j\n",
    reads: { e: "f", g: "h", i: "j" },
    told: [
      { on: "?", says: "long keys", fixed: "e\n: f\n? g: h\ni: j\n" },
      { on: "?", says: "long keys", fixed: "? e\n: f\ng: h\ni: j\n" },
    ],
  },
  {
    name: "values that YAML does not begin so",
    text: "a: @x\nb: - c\nd: %e\nf: 1\n",
    reads: { a: undefined, b: undefined, d: undefined, f: "1" },
    told: [
      { on: "@", says: "cannot begin with `@`" },
      { on: "-", says: "a line of its own" },
      { on: "%", says: "cannot begin with `%`" },
    ],
  },
  {
    name: "several documents",
    text: "---\na: 1\n---\nb: 2\n",
    reads: { a: "1" },
    told: [{ on: "---", says: "one model" }],
  },
  {
    name: "a document mark behind a byte order mark",
    text: "\ufeff---\na: 1\n",
    reads: { a: "1" },
    told: [],
  },
  {
    name: "directives",
    text: "%YAML 1.2\n---\na: 1\n...\n",
    reads: { a: "1" },
    told: [{ on: "%YAML 1.2", says: "directives", fixed: "\n---\na: 1\n...\n" }],
  },
  {
    name: "a merge conflict",
    text: "a: 1\n<<<<<<< HEAD\nb: 2\n||||||| base\nb: 0\n=======\nb: 3\n>>>>>>> x\nc: 4\n",
    reads: { a: "1", b: "2", c: "4" },
    told: [{ on: "<<<<<<< HEAD", says: "conflict" }],
  },
  { name: "nothing", text: "", reads: undefined, told: [] },
  { name: "comments only", text: "# one\n\n  # two\n", reads: undefined, told: [] },
];

test.each(CASES)("$name", ({ text, reads, told }) => {
  const tree = readYaml(text);
  expect(shown(tree.root)).toEqual(reads);
  const problems = problemsOf(tree);
  expect(problems.map((p) => text.slice(p.start, p.end))).toEqual(told.map((t) => t.on));
  problems.forEach((p, i) => {
    expect(p.code).toBe("yaml-syntax");
    expect(p.message).toContain(told[i]?.says);
    expect(p.fixed).toBe(told[i]?.fixed);
  });
});

test("what a fix has mended is not told again", () => {
  for (const { name, text } of CASES) {
    const problems = problemsOf(readYaml(text));
    for (const p of problems) {
      if (p.fixed === undefined || name === "YAML's long keys") continue;
      expect(problemsOf(readYaml(p.fixed)), name).toHaveLength(problems.length - 1);
    }
  }
});

test("a broken line costs no other line", () => {
  const lines = ["  l0: Conv2d(8, 3)", "  l1: ReLU", "  l2: Add(_, l0)", "  l3: Flatten -> Linear(10)", "  l4: ReLU"];
  const whole = '  new: Conv2d(64, (3, 3), padding_mode="zeros") -> ReLU';
  for (let typed = 3; typed < whole.length; typed++) {
    const text = `layers:\n${lines.toSpliced(3, 0, whole.slice(0, typed)).join("\n")}\noutputs: l4\n`;
    const { layers, outputs } = shown(readYaml(text).root) as {
      readonly layers: Record<string, Shown>;
      readonly outputs: Shown;
    };
    expect(outputs).toBe("l4");
    for (const line of lines) {
      const [key = "", value] = line.trim().split(": ");
      expect(layers[key], text).toBe(value);
    }
  }
});
