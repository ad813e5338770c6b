import { describe, expect, test } from "vitest";
import { hover } from "../../src/ide/hover/index.ts";
import { before, examples, open } from "../harness/snapshot.ts";

const UNET = `model: Net
params:
  width: 64     # of the first level
  join: same | crop
inputs: { image: [N, 3, H, W] }
sizes: { N: 2, H: 64, W: 64 }
blocks:
  # Halves the map.
  Down:
    params: { out: int }
    layers:
      - Conv2d(out, 3, stride=2, padding=1, bias=false)
      - BatchNorm2d
layers:
  a: Down(width)
  b: Down(2 * width)
  up: ConvTranspose2d(width, 2, stride=2)
  cat: Concat(a, up)
  out: Conv2d(10, 1)
`;

const said = (marked: string, others?: Readonly<Record<string, string>>): string => {
  const { snapshot, file, offset } = open(marked, others);
  const found = hover(snapshot, file, offset);
  return found ? found.markdown.replace(/<br>/g, "\n") : "";
};
const at = (what: string, nth = 0): string => said(before(UNET, what, nth));

describe("an operator", () => {
  test("with its shapes, its formula, its cost and its weights", () => {
    expect(at("ConvTranspose2d")).toMatchInlineSnapshot(`
      "**ConvTranspose2d** · The transpose of a convolution: with a stride it makes a tensor larger · \`torch.nn.ConvTranspose2d\`

      \`up\` is \`ConvTranspose2d(64, 2, stride=2)\`

      |  | shape | at N=2, H=64, W=64 |
      | --- | --- | --- |
      | in: \`b\` | \`[N, 128, ⌈H/4⌉, ⌈W/4⌉]\` | \`[2, 128, 16, 16]\` |
      | **out** | \`[N, 64, 2·⌈H/4⌉, 2·⌈W/4⌉]\` | \`[2, 64, 32, 32]\` |

      \`(⌈H/4⌉ − 1)·2 − 2·0 + 1·(2−1) + 0 + 1 = 2·⌈H/4⌉ = 32\`  
      \`(⌈W/4⌉ − 1)·2 − 2·0 + 1·(2−1) + 0 + 1 = 2·⌈W/4⌉ = 32\`

      32,832 parameters · 16.8 M MACs at N=2, H=64, W=64 · sees 7 × 7 of the input, moves by 2 × 2

      Weights: \`weight\` [128, 64, 2, 2], \`bias\` [64]"
    `);
  });

  test("placed several times, with the shapes of each", () => {
    expect(at("Conv2d(out")).toMatchInlineSnapshot(`
      "**Conv2d** · Slides a window over 2 axes and maps the channels in it to new ones · \`torch.nn.Conv2d\`

      |  | in → out |
      | --- | --- |
      | \`a.0\` | \`[N, 3, H, W]\` → \`[N, 64, ⌈H/2⌉, ⌈W/2⌉]\` |
      | \`b.0\` | \`[N, 64, ⌈H/2⌉, ⌈W/2⌉]\` → \`[N, 128, ⌈H/4⌉, ⌈W/4⌉]\` |"
    `);
  });

  test("that is not worked out still says what it is", () => {
    expect(said("layers: [Gru -> $0LayerNorm(nope)]")).toContain("**LayerNorm**");
  });
});

describe("a join", () => {
  test("says for which sizes it fits, and names both ends", () => {
    const text = at("cat:");
    expect(text).toContain("Fits for `H % 4 in (0, 3)` and `W % 4 in (0, 3)`");
    expect(text).toContain("in: `a`");
    expect(text).toContain("in: `up`");
  });

  test("gives the shape and the condition to copy", () => {
    const { snapshot, file, offset } = open(before(UNET, "cat:"));
    expect(hover(snapshot, file, offset)?.links).toEqual([
      { title: "Copy shape", text: "[N, 128, ⌈H/2⌉, ⌈W/2⌉]" },
      { title: "Copy condition", text: "H % 4 in (0, 3) and W % 4 in (0, 3)" },
    ]);
  });
});

describe("a name", () => {
  test("of a layer that is a block", () => {
    expect(at("a: Down")).toMatchInlineSnapshot(`
      "**a** · \`Down\`

      |  | shape | at N=2, H=64, W=64 |
      | --- | --- | --- |
      | \`a\` | \`[N, 64, ⌈H/2⌉, ⌈W/2⌉]\` | \`[2, 64, 32, 32]\` |"
    `);
  });

  test("of a block where it is placed, with what arrives there", () => {
    expect(at("Down(width)")).toMatchInlineSnapshot(`
      "**Down** · block

      Halves the map.

      \`Down(x, out: int)\`

      |  | shape | at N=2, H=64, W=64 |
      | --- | --- | --- |
      | in: \`x\` | \`[N, 3, H, W]\` | \`[2, 3, 64, 64]\` |
      | **out** | \`[N, 64, ⌈H/2⌉, ⌈W/2⌉]\` | \`[2, 64, 32, 32]\` |

      1,856 parameters · 3.54 M MACs at N=2, H=64, W=64"
    `);
  });

  test("of a block where it is declared, with its documentation", () => {
    expect(at("Down:")).toContain("Halves the map.");
  });

  test("of a symbol: what limits it, and whether the declared size works", () => {
    expect(at("H, W]")).toMatchInlineSnapshot(`
      "**H** · a size that arrives

      The model works for \`H % 4 in (0, 3)\`

      \`H=64\` of \`sizes\` works"
    `);
    expect(said(before(UNET.replace("H: 64", "H: 66"), "H, W]"))).toContain(
      "`H=66` of `sizes` does not work; the nearest that do are 64 and 67",
    );
  });

  test("of a parameter, with its value at each use", () => {
    expect(at("out: int")).toMatchInlineSnapshot(`
      "**out** · parameter of block \`Down\` · \`int\`

      | in | value |
      | --- | --- |
      | \`a\` | \`64\` |
      | \`b\` | \`128\` |"
    `);
    expect(at("width: 64")).toContain("of the first level");
    expect(at("width: 64")).toContain("Here it is `64`");
  });

  test("of a choice and its words", () => {
    expect(at("crop")).toContain("`same | crop`");
  });

  test("of the model: its cost, and for which sizes it works", () => {
    expect(at("Net")).toMatchInlineSnapshot(`
      "**Net** · model

      \`Net(image: [N, 3, H, W], width: 64, join: same | crop)\`

      109,962 parameters · 60.7 M MACs at N=2, H=64, W=64

      Works for \`H % 4 in (0, 3) and W % 4 in (0, 3)\`"
    `);
  });

  test("of a setting: its type, its default, what it is for and what it is here", () => {
    expect(at("padding=1")).toContain("**padding** of Conv2d");
    expect(at("padding=1")).toContain("Here it is `1`");
  });

  test("behind a path is the instance that the path leads to", () => {
    const text = said(`inputs: { x: [1, 4, 8, 8] }
blocks:
  B:
    params: { out: int }
    layers:
      c: Conv2d(out, 1)
      d: ReLU
layers:
  one: B(1)
  two: B(2)
  cat: Concat(one.$0c, two.c)
`);
    expect(text).toContain("`one.c`");
    expect(text).not.toContain("`two.c`");
  });

  test("of a file: what it has", () => {
    const text = said("use: { $0blocks: ./blocks.arch.yaml }\nlayers: [blocks.B]", {
      "blocks.arch.yaml": "blocks: { B: ReLU, C: ReLU }\n",
    });
    expect(text).toContain("It has `B`, `C`");
  });

  test("of a counter, a function and a type", () => {
    expect(said("layers: [Conv2d(2 ** i, 3) * 2 as $0i]")).toContain("counts the repeats");
    expect(said("params: { a: 4 }\nlayers: [Conv2d($0max(8, a), 3)]")).toContain("the largest");
    expect(said("blocks: { B: { params: { n: $0int }, layers: [Conv2d(n, 1)] } }")).toContain("a whole number");
  });

  test("of a key", () => {
    expect(at("inputs:")).toContain("**inputs** · The tensors that arrive");
  });

  test("that is nothing says nothing", () => {
    expect(said("layers: [$0Cnv2d(3, 1)]")).toBe("");
    expect(said("$0")).toBe("");
  });
});

test("what a file says is shown as text", () => {
  const text = said(`inputs: { image: [N, 3, H, W] }
layers:
  # <img src=x onerror=alert(1)> [x](command:workbench.action.quit) | **bold** \u202e
  $0a: Conv2d(4, 1)
`);
  expect(text).toContain("\\<img src=x onerror=alert\\(1\\)\\>");
  expect(text).toContain("\\[x\\]\\(command:workbench.action.quit\\)");
  expect(text).toContain("\\*\\*bold\\*\\*");
  expect(text).not.toContain("\u202e");
});

test("a hover is inside the text and there at every place of every example, whole or cut", () => {
  for (const whole of Object.values(examples)) {
    for (const part of [1, 0.83, 0.61, 0.37, 0.12]) {
      const { snapshot, file, text } = open(whole.slice(0, Math.floor(whole.length * part)), examples);
      let found = 0;
      for (let offset = 0; offset <= text.length; offset += 3) {
        const one = hover(snapshot, file, offset);
        if (!one) continue;
        found++;
        expect(one.span.start).toBeLessThanOrEqual(offset);
        expect(one.span.end).toBeGreaterThanOrEqual(offset);
        expect(one.span.end).toBeLessThanOrEqual(text.length);
        expect(one.markdown).not.toMatch(/undefined|\[object|NaN/);
      }
      if (part > 0.3) expect(found).toBeGreaterThan(10);
    }
  }
});
