/** Formatting: what it does to a text, and what it never does. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readYaml } from "../../src/front/yaml/read.ts";
import { applied } from "../../src/ide/edits.ts";
import { format } from "../../src/ide/format/index.ts";
import { fcOptions } from "../harness/fuzz.ts";
import { examples, language, mistakes, open } from "./corpus.ts";

const formatted = (text: string): string => applied(text, format({ tree: readYaml(text) }));

/** Lines as they should come out of lines as they are. */
function becomes(before: string, after: string): void {
  expect(formatted(before)).toBe(after);
  expect(formatted(after)).toBe(after);
}

const LAYERS = "inputs:\n  x: [N, 3, H, W]\nlayers:\n";
const line = (text: string): string => `${LAYERS}  a: ${text}\n`;

describe("blanks in a line", () => {
  test.each([
    ["x->Conv2d( 64,3 , padding = 1 )->ReLU", "x -> Conv2d(64, 3, padding=1) -> ReLU"],
    ["Conv2d (64)*2", "Conv2d(64) * 2"],
    ["(Conv2d(2**i)->ReLU)*3 as   i", "(Conv2d(2**i) -> ReLU) * 3 as i"],
    ["Linear(2*h+1, k = - 1)", "Linear(2*h + 1, k=-1)"],
    ["Linear(2 *h, 8// 2)", "Linear(2 * h, 8 // 2)"],
    ["(A if  not(y)and z in(0,1)  else B)", "(A if not (y) and z in (0, 1) else B)"],
    ["stages [ 0 ](64)", "stages[0](64)"],
    ["Conv2d(1)=>[N,_,...]", "Conv2d(1) => [N, _, ...]"],
    ["Concat(a,m.*)", "Concat(a, m.*)"],
    ["Pad([0,-1,W-C])", "Pad([0, -1, W - C])"],
    ["B(n=(1 if v==1 else 2))", "B(n=(1 if v == 1 else 2))"],
    ["B(body=(A->C*2))", "B(body=(A -> C * 2))"],
    ['B(init="a ,b")', 'B(init="a ,b")'],
  ])("%s", (before, after) => becomes(line(before), line(after)));

  test("parameters, conditions and inputs", () =>
    becomes(
      'params:\n  join: same|crop\n  p: 1 if join=="same" else 0\n  body: (LayerNorm->Linear(4)*2)\n' +
        "inputs: {x: [N ,3,2 *h]}\nwhere: [ H%16==0,W>= 4 , H % 8 in 1 .. 3]\n",
      'params:\n  join: same | crop\n  p: 1 if join == "same" else 0\n  body: (LayerNorm -> Linear(4) * 2)\n' +
        "inputs: { x: [N, 3, 2 * h] }\nwhere: [H%16 == 0, W >= 4, H % 8 in 1..3]\n",
    ));

  test("names of several outputs", () => becomes(`${LAYERS}  q,k , v: Chunk(3)\n`, `${LAYERS}  q, k, v: Chunk(3)\n`));

  test("addresses and names are nobody's business", () => {
    const text = 'model: a-b/c\nuse: { r: ./a-b*c.arch.yaml, s: "./d  e.arch.yaml" }\n';
    becomes(text, text);
  });
});

describe("structure", () => {
  test("two blanks a level", () =>
    becomes(
      "blocks:\n    B:\n        layers:\n        - a: ReLU\n        -   ReLU\n        - inner:\n             - ReLU\n",
      "blocks:\n  B:\n    layers:\n      - a: ReLU\n      - ReLU\n      - inner:\n          - ReLU\n",
    ));

  test("a chain goes on in the same columns", () =>
    becomes(
      "layers:\n    a: Conv2d(1)   \n       ->Conv2d(2)\n         -> ReLU\n",
      "layers:\n  a: Conv2d(1)\n     -> Conv2d(2)\n       -> ReLU\n",
    ));

  test("a text in lines moves with its key", () =>
    becomes(
      "layers:\n    a: |\n      one  \n\n\n        two\n    b: ReLU\n",
      "layers:\n  a: |\n    one  \n\n\n      two\n  b: ReLU\n",
    ));

  test("one empty line at most, none at the ends, and a line break at the end", () =>
    becomes(
      "\n\nmodel: A\n  \n\n\nlayers:\n  - ReLU\n\n\n  - ReLU\n\n\n",
      "model: A\n\nlayers:\n  - ReLU\n\n  - ReLU\n",
    ));

  test("line ends and the byte order mark stay", () => {
    becomes("\ufeffmodel:  A\r\nlayers:\r\n    - ReLU", "\ufeffmodel: A\r\nlayers:\r\n  - ReLU\r\n");
    becomes("model:  A\rlayers:\r    - ReLU\r", "model: A\rlayers:\r  - ReLU\r");
  });

  test("an empty file stays empty", () => {
    expect(format({ tree: readYaml("") })).toEqual([]);
    expect(format({ tree: readYaml("\n\n") })).toEqual([]);
  });
});

describe("comments and columns", () => {
  test("a comment moves with the entry that it stands like", () =>
    becomes(
      "layers:\n    # one\n    - a:\n          - ReLU\n          # two\n          # three\n    - ReLU # four\n# five\n    - ReLU\n",
      "layers:\n  # one\n  - a:\n      - ReLU\n      # two\n      # three\n  - ReLU  # four\n# five\n  - ReLU\n",
    ));

  test("lined up comments stay so, and give way together", () => {
    const lined = "params:\n  a: 1       # one\n  bb: 2      # two\n";
    becomes(lined, lined);
    becomes(
      "params:\n  a: 1         # one\n  bb: (2,3)*4  # two\n  c: max(1,2,3)  # three\n",
      "params:\n  a: 1          # one\n  bb: (2, 3)*4  # two\n  c: max(1, 2, 3)  # three\n",
    );
  });

  test("lined up shapes stay so, and give way together", () =>
    becomes(
      "layers:\n  a: Conv2d(1,2,3,4,5)    => [N]\n  b: ReLU\n  c: ReLU                 => [N]\n  d: ReLU =>[M]\n",
      "layers:\n  a: Conv2d(1, 2, 3, 4, 5) => [N]\n  b: ReLU\n  c: ReLU                  => [N]\n  d: ReLU => [M]\n",
    ));

  test("lined up values stay so, one by itself does not", () =>
    becomes(
      "layers:\n  enc1: ReLU\n  mid:  ReLU\n\n  a:   ReLU\n",
      "layers:\n  enc1: ReLU\n  mid:  ReLU\n\n  a: ReLU\n",
    ));
});

describe("what cannot be read", () => {
  test("such a line stays, and the rest is formatted", () =>
    becomes(
      "layers:\n    a: Conv2d(1,,2)  \n    b: Conv2d(1 ,2)\n    c: x->\n",
      "layers:\n  a: Conv2d(1,,2)  \n  b: Conv2d(1, 2)\n  c: x->\n",
    ));

  test("the structure of such a section stays", () =>
    becomes(
      "params:\n    a:  1\nlayers:\n    - ReLU\n  - ReLU( 1 )\n",
      formatted("params:\n  a: 1\nlayers:\n    - ReLU\n  - ReLU( 1 )\n"),
    ));
});

test("a range keeps to its lines", () => {
  const text = "params:\n  a:  1\n  b:  (1,2)\n  c:  3\n";
  const start = text.indexOf("(1");
  expect(applied(text, format({ tree: readYaml(text) }, { start, end: start + 1 }))).toBe(
    text.replace("b:  (1,2)", "b: (1, 2)"),
  );
});

// ── Every model ──────────────────────────────────────────────────────────────────────────────────────────────────

const bare = (text: string): string => text.replace(/\s+/g, "");

/** What the checker says of a model, places left out. */
function said(files: ReadonlyMap<string, string>, root: string): unknown {
  const { problems, variants } = open(files, root);
  return {
    problems: problems.map(({ code, severity }) => [code, severity]),
    graphs: variants.map(({ graph, overrides }) => [
      [...overrides],
      graph.nodes.map((node) => [node.name, node.outputs.map((shape) => shape && graph.dims.printShape(shape))]),
    ]),
  };
}

/** Deeper, with blanks at the ends of lines and more empty ones. */
const scruffy = (text: string): string =>
  text
    .replace(/^ +(?=\S)/gm, "$&$&")
    .replace(/(?<=[^\s,])(?=\r?\n)/g, "  ")
    .replace(/\n/g, "\n\n");

describe("every model", () => {
  test.each(examples.map((s) => [s.name, s] as const))("%s is formatted already", (_, { files, root }) => {
    const text = files.get(root) ?? "";
    expect(formatted(text)).toBe(text);
  });

  test.each(examples.filter((s) => !s.name.includes("broken")).map((s) => [s.name, s] as const))(
    "%s comes back from a mess",
    (_, { files, root }) => {
      const text = files.get(root) ?? "";
      const plain = (t: string): string => t.replace(/(?<=\S) +/g, " ").replace(/\n+/g, "\n");
      expect(plain(formatted(scruffy(text)))).toBe(plain(text));
    },
  );

  test.each([...language, ...mistakes].map((s) => [s.name, s] as const))("%s says the same", (_, { files, root }) => {
    const text = files.get(root) ?? "";
    const after = formatted(text);
    expect(formatted(after)).toBe(after);
    expect(said(new Map([...files, [root, after]]), root)).toEqual(said(files, root));
  });

  test("out of a mess as well", () => {
    for (const { files, root, name } of language) {
      const before = scruffy(files.get(root) ?? "");
      const after = formatted(before);
      expect(bare(after), name).toBe(bare(before));
      expect(said(new Map([...files, [root, after]]), root), name).toEqual(
        said(new Map([...files, [root, before]]), root),
      );
    }
  });
});

describe("any text", () => {
  const texts = examples.map(({ files, root }) => files.get(root) ?? "");

  function holds(text: string): void {
    const tree = readYaml(text);
    const edits = format({ tree });
    let done = 0;
    for (const { span } of edits) {
      expect(span.start).toBeGreaterThanOrEqual(done);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
      done = span.end;
    }
    expect(done).toBeLessThanOrEqual(text.length);
    const once = applied(text, edits);
    expect(bare(once)).toBe(bare(text));
    expect(formatted(once)).toBe(once);
  }

  test("cut at any line", () => {
    for (const text of texts)
      for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) holds(text.slice(0, at - 1));
  });

  test("with any edits", () => {
    const piece = fc.constantFrom(
      "\n",
      "  ",
      " ",
      "\t",
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      ",",
      ":",
      "- ",
      "->",
      "=>",
      "#",
      " # c",
      '"',
      "'",
      "|\n  x",
      "*",
      "---\n",
      "\r",
      "\r\n",
      "a: ",
      "é",
    );
    const edit = fc.record({ at: fc.nat(4000), cut: fc.nat(6), piece });
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 4 }), (text, all) => {
        let out = text;
        for (const { at, cut, piece } of all) {
          const start = at % (out.length + 1);
          out = out.slice(0, start) + piece + out.slice(start + cut);
        }
        holds(out);
      }),
      fcOptions(300),
    );
  });
});
