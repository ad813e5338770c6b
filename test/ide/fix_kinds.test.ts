/** What each kind of fix writes, in the manner of the file that it is written into. */
import { describe, expect, test } from "vitest";
import { codeActions, fixAll } from "../../src/ide/code_actions.ts";
import { createSession } from "../../src/ide/session.ts";
import type { FileScope } from "../../src/ide/snapshot.ts";
import { actionsAt, edited, MAIN, offeredFor, snapshotOf, withEdits } from "../harness/actions.ts";

/** The lines of a model that an action changes or adds. */
function changed(text: string, at: string, title: string): readonly string[] {
  const { actions } = actionsAt(text, at);
  const action = actions.find((a) => a.title.startsWith(title));
  if (!action) throw new Error(`Not offered: ${title}; there is\n${actions.map((a) => a.title).join("\n")}`);
  const before = text.split("\n");
  return edited(text, action)
    .split("\n")
    .filter((line) => !before.includes(line));
}

const titles = (text: string, at: string): readonly string[] => actionsAt(text, at).actions.map((a) => a.title);

const skip = (head: string, cat = "cat: Concat(image, up)"): string =>
  `model: Skip\n${head}layers:\n  down: image -> MaxPool2d(2)\n  up: Upsample(scale_factor=2)\n  ${cat}\n`;

const INPUTS = "inputs:\n  image: [N, 3, H, W]\n";

describe("conditions", () => {
  const title = "Declare";

  test("a list below the inputs", () => {
    const text = skip(INPUTS);
    expect(edited(text, first(text, "Concat", title))).toBe(
      text.replace("layers:", "where:\n  - H % 2 == 0\n  - W % 2 == 0\nlayers:"),
    );
  });

  test.each([
    [
      "a list in lines",
      "where:\n    - N >= 2 # at least two\n",
      "where:\n    - N >= 2 # at least two\n    - H % 2 == 0\n    - W % 2 == 0\n",
    ],
    ["a list in brackets", "where: [N >= 2]\n", "where: [N >= 2, H % 2 == 0, W % 2 == 0]\n"],
    ["one condition", "where: N >= 2 # why\n", "where: [N >= 2, H % 2 == 0, W % 2 == 0] # why\n"],
    [
      "one that brackets would cut",
      "where: N in (2, 4)\n",
      "where:\n  - N in (2, 4)\n  - H % 2 == 0\n  - W % 2 == 0\n",
    ],
    ["nothing yet", "where:\n", "where:\n  - H % 2 == 0\n  - W % 2 == 0\n"],
  ])("after %s", (_, where, then) => {
    const text = skip(INPUTS + where);
    expect(edited(text, first(text, "Concat", title))).toBe(text.replace(where, then));
  });

  test("in a file whose lines end with CR and LF", () => {
    const text = skip(INPUTS).replaceAll("\n", "\r\n");
    const fixed = edited(text, first(text, "Concat", title));
    expect(fixed).toBe(text.replace("layers:", "where:\r\n  - H % 2 == 0\r\n  - W % 2 == 0\r\nlayers:"));
  });

  test("it is what is usually meant", () => {
    expect(first(skip(INPUTS), "Concat", title).preferred).toBe(true);
  });
});

function first(text: string, at: string, title: string) {
  const found = actionsAt(text, at).actions.find((a) => a.title.startsWith(title));
  if (!found) throw new Error(`Not offered: ${title}`);
  return found;
}

test("a declared size becomes the nearest that works, below and above", () => {
  const text = skip(`${INPUTS}sizes: { N: 1, H: 65, W: 64 }\n`);
  expect(changed(text, "Concat", "Change `sizes` to `H: 64`")).toEqual(["sizes: { N: 1, H: 64, W: 64 }"]);
  expect(changed(text, "Concat", "Change `sizes` to `H: 66`")).toEqual(["sizes: { N: 1, H: 66, W: 64 }"]);
});

describe("joins", () => {
  test("a line of its own, so that no other layer changes its name", () => {
    expect(changed(skip(INPUTS), "Concat", "Crop `image` to `up`")).toEqual([
      "  image_cropped: CropLike(image, up)",
      "  cat: Concat(image_cropped, up)",
    ]);
    expect(changed(skip(INPUTS), "Concat", "Pad `up` to `image`")).toEqual([
      "  up_padded: PadLike(up, image)",
      "  cat: Concat(image, up_padded)",
    ]);
  });

  test("a value without a name keeps its place", () => {
    expect(changed(skip(INPUTS, "cat: Concat(image, _)"), "Concat", "Resize `up` to `image`")).toEqual([
      "  up_resized: ResizeLike(up, image)",
      "  cat: Concat(image, up_resized)",
    ]);
  });

  test("in a chain", () => {
    const text = skip(INPUTS, "cat: ReLU -> Concat(_, image)");
    expect(changed(text, "Concat", "Pad the value before to `image`")).toEqual([
      "  cat: ReLU -> PadLike(_, image) -> Concat(_, image)",
    ]);
  });

  test("in a list, below the comment of another layer", () => {
    const text = `model: A\n${INPUTS}layers:\n  - MaxPool2d(2)\n  - Upsample(scale_factor=2)\n  # Joined.\n  - Concat(_, image)\n`;
    const fixed = edited(text, first(text, "Concat", "Pad the value before"));
    expect(fixed).toContain("  - value_padded: PadLike(_, image)\n  # Joined.\n  - Concat(_, image)\n");
  });

  test("names that are taken are not taken twice", () => {
    const text = skip(INPUTS).replace("  up:", "  up_padded: ReLU\n  up:");
    expect(changed(text, "Concat", "Pad `up` to `image`")).toEqual([
      "  up_padded2: PadLike(up, image)",
      "  cat: Concat(image, up_padded2)",
    ]);
  });

  test("all of a model at once", () => {
    const text = `model: UNet
inputs:
  image: [N, 3, H, W]
layers:
  e1: Conv2d(8, 3, padding=1)
  e2: MaxPool2d(2) -> Conv2d(16, 3, padding=1)
  e3: MaxPool2d(2) -> Conv2d(32, 3, padding=1)
  u2: ConvTranspose2d(16, 2, stride=2)
  c2: Concat(e2, u2)
  u1: ConvTranspose2d(8, 2, stride=2)
  c1: Concat(e1, u1)
outputs: c1
`;
    expect(changed(text, "Concat(e1", "Crop at all 2")).toEqual([
      "  e2_cropped: CropLike(e2, u2)",
      "  c2: Concat(e2_cropped, u2)",
      "  e1_cropped: CropLike(e1, u1)",
      "  c1: Concat(e1_cropped, u1)",
    ]);
  });
});

describe("the shortcut of a residual block", () => {
  const block = (add: string): string => `model: Net
inputs:
  image: [N, 64, H, W]
blocks:
  Basic:
    params: { out: int, stride: 1 }
    layers:
      body: Conv2d(out, 3, stride=stride, padding=1) -> ReLU
      ${add}
layers:
  a: Basic(64)
  b: Basic(128, stride=2)
`;

  test("a convolution with the channels as the block has them", () => {
    expect(changed(block("sum: Add(x, body)"), "Add", "Bring `x` to `out` channels")).toEqual([
      "      x_projected: x -> Conv2d(out, 1, stride=2)",
      "      sum: Add(x_projected, body)",
    ]);
  });

  test("a linear layer on the last axis", () => {
    const text = "model: A\ninputs:\n  x: [N, T, 64]\nlayers:\n  a: Linear(32)\n  b: Add(x, a)\n";
    expect(changed(text, "Add", "Bring `x` to 32 features")).toEqual([
      "  x_projected: x -> Linear(32)",
      "  b: Add(x_projected, a)",
    ]);
    expect(changed(text, "Add", "Set `out_features=64`")).toEqual(["  a: Linear(64)"]);
  });
});

describe("settings", () => {
  const line = (layer: string, shape = "[N, 6, 32, 32]"): string =>
    `model: A\ninputs:\n  x: ${shape}\nlayers:\n  a: ${layer}\n`;

  test.each([
    ["Conv2d(8, 3, in_channels=3)", "Remove `in_channels`", "Conv2d(8, 3)"],
    ["Conv2d(8, 3, in_channels=3)", "Set `in_channels=6`", "Conv2d(8, 3, in_channels=6)"],
    ["BatchNorm2d(num_features=3)", "Remove `num_features`", "BatchNorm2d"],
    ["Conv2d(8, 3, groups=4)", "Set `groups=2`", "Conv2d(8, 3, groups=2)"],
    ["GroupNorm(4)", "Set `num_groups=3`", "GroupNorm(3)"],
    ["MaxPool2d(2, padding=2)", "Set `padding=1`", "MaxPool2d(2, padding=1)"],
    ["Conv2d(8, 40)", "Set `padding=4`", "Conv2d(8, 40, padding=4)"],
    [
      "ConvTranspose2d(8, 3, stride=2, output_padding=2)",
      "Set `output_padding=1`",
      "ConvTranspose2d(8, 3, stride=2, output_padding=1)",
    ],
    [
      "Conv2d(8, 7, stride=2)   => [N, 8, 16, 16]",
      "Set `padding=3`",
      "Conv2d(8, 7, stride=2, padding=3)   => [N, 8, 16, 16]",
    ],
    ["Conv2d(8, 3)   => [N, 16, _, _]", "Set `out_channels=16`", "Conv2d(16, 3)   => [N, 16, _, _]"],
    ["Conv2d(8, 3)   => [N, 16, ...]", "Change to the shape", "Conv2d(8, 3)   => [N, 8, ...]"],
    ["Conv2d(8)", "Write `Conv2d(8, 3)`", "Conv2d(8, 3)"],
    ["Conv2d", "Write `Conv2d(64, 3)`", "Conv2d(64, 3)"],
    ['Conv2d("8", 3)', "Change to `8`", "Conv2d(8, 3)"],
    [
      'Upsample(scale_factor=2, mode="bilinaer")',
      'Change to `"bilinear"`',
      'Upsample(scale_factor=2, mode="bilinear")',
    ],
    ["Conv2d(6, 8, 3)", "Write `Conv2d(8, 3)`", "Conv2d(8, 3)"],
    ["BatchNorm2d(6)", "Write `BatchNorm2d`", "BatchNorm2d"],
    ["Linear(32, 10)", "Write `Linear(10)`", "Linear(10)"],
    ["MaxPool2d(3, 2, 1)", "Write `MaxPool2d(3, 2, padding=1)`", "MaxPool2d(3, 2, padding=1)"],
    ["Conv2D(8, 3)", "Change to `Conv2d`", "Conv2d(8, 3)"],
    ["Conv2d(8, 3, paddin=1)", "Change to `padding`", "Conv2d(8, 3, padding=1)"],
  ])("%s: %s", (wrong, title, right) => {
    const text = line(wrong);
    const { snapshot } = actionsAt(text, wrong);
    const action = snapshot.problems.flatMap((p) => offeredFor(snapshot, p)).find((a) => a.title.startsWith(title));
    expect(action && edited(text, action)).toBe(line(right));
  });

  test("of a layer further up, where a join shows that it does not fit", () => {
    const text = `model: A
inputs:
  x: [N, 3, 32, 32]
layers:
  down: Conv2d(8, 3, stride=2, padding=1)
  up: ConvTranspose2d(8, 3, stride=2, padding=1)
  cat: Concat(x, up)
`;
    expect(changed(text, "Concat", 'Set `output_padding=1` of ConvTranspose2d "up"')).toEqual([
      "  up: ConvTranspose2d(8, 3, stride=2, padding=1, output_padding=1)",
    ]);
  });
});

describe("what nothing needs", () => {
  const text = `model: Net
params:
  # Of old.
  depth: 3
  width: 32
inputs:
  image: [N, 3, H, W]
  mask: [N, 1, H, W]
blocks:
  # Nobody places this.
  Old:
    - Conv2d(8, 3)
  Basic:
    params: { out: int, pad: 1 }
    layers:
      # For later.
      side: Conv2d(4, 1)
      body: x -> Conv2d(out, 3)
layers:
  a: image -> Basic(width, 2)
  b: Basic(width, pad=2)
  c: Basic(width)
`;
  const removed = (at: string, title: string): readonly string[] => {
    const fixed = edited(text, first(text, at, title)).split("\n");
    return text.split("\n").filter((line) => !fixed.includes(line));
  };

  test("goes with its comment", () => {
    expect(removed("depth", "Remove `depth`")).toEqual(["  # Of old.", "  depth: 3"]);
    expect(removed("mask", "Remove `mask`")).toEqual(["  mask: [N, 1, H, W]"]);
    expect(removed("Old", "Remove block `Old`")).toEqual(["  # Nobody places this.", "  Old:", "    - Conv2d(8, 3)"]);
    expect(removed("Conv2d(4", "Remove layer `side`")).toEqual(["      # For later.", "      side: Conv2d(4, 1)"]);
  });

  test("a parameter goes with the values that it was given", () => {
    expect(changed(text, "pad: 1", "Remove `pad` and the 2 values")).toEqual([
      "    params: { out: int }",
      "  a: image -> Basic(width)",
      "  b: Basic(width)",
    ]);
  });

  test("the only one goes with the key above it", () => {
    const one = "model: A\nparams:\n  a: 1\ninputs:\n  x: [N, 8]\nlayers:\n  - ReLU\n";
    expect(edited(one, first(one, "a: 1", "Remove `a`"))).toBe(one.replace("params:\n  a: 1\n", ""));
  });
});

test("a name that is taken is given up, here and below", () => {
  const text = "model: A\ninputs:\n  x: [N, 8]\nlayers:\n  a: ReLU\n  a: Tanh\n  b: Add(a, x)\n";
  expect(changed(text, "a: Tanh", "Rename to `a2`, here and in 1 later use")).toEqual([
    "  a2: Tanh",
    "  b: Add(a2, x)",
  ]);
});

test("an input for a model that has none", () => {
  const bare = (layer: string): string => `model: A\nlayers:\n  - ${layer}\n`;
  expect(changed(bare("Conv2d(8, 3)"), "A", "Declare an input")).toEqual(["inputs:", "  x: [N, 3, H, W]"]);
  expect(changed(bare("Conv1d(8, 3)"), "A", "Declare an input")).toEqual(["inputs:", "  x: [N, 1, L]"]);
  expect(changed(bare("image -> Conv3d(8, 3)"), "A", "Declare an input")).toEqual([
    "inputs:",
    "  image: [N, 1, D, H, W]",
  ]);
});

test("a quotient that need not come out even", () => {
  const text = "model: A\nparams:\n  n: 7\ninputs:\n  x: [N, 8]\nlayers:\n  a: Linear(n / 2)\n";
  expect(changed(text, "n / 2", "Round down with `n // 2`")).toEqual(["  a: Linear(n // 2)"]);
});

describe("the shape that a line gives", () => {
  const title = "Write the shape";
  test("in the model", () => {
    expect(changed(skip(INPUTS), "MaxPool", title)).toEqual(["  down: image -> MaxPool2d(2)   => [N, 3, H//2, W//2]"]);
  });

  test("in a block, by the names that it has", () => {
    const text = `model: A
inputs:
  image: [N, 3, H, W]
blocks:
  Up:
    inputs: { x: [N, C, h, w] }
    params: { out: int }
    layers:
      a: Conv2d(out, 3, padding=1)
      b: Upsample(scale_factor=2)
layers:
  a: Up(8)
  b: Up(16)
`;
    expect(changed(text, "Conv2d(out", title)).toEqual(["      a: Conv2d(out, 3, padding=1)   => [N, out, h, w]"]);
    expect(changed(text, "Upsample", title)).toEqual(["      b: Upsample(scale_factor=2)   => [N, out, _, _]"]);
  });

  test("not where one is stated", () => {
    const text = skip(INPUTS).replace("MaxPool2d(2)", "MaxPool2d(2)   => [N, ...]");
    expect(titles(text, "MaxPool").filter((t) => t.startsWith(title))).toEqual([]);
  });
});

describe("all at once", () => {
  const text = `model: Net
inputs:
  image: [N, 3, 32, 32]
layers:
  a: Conv2d(3, 8, 3)
  b: BatchNorm2D
  c: Conv2d(8, 3, in_channels=8, paddin=1)
  d:ReLU
  e: Conv2d(4)
`;
  test("mends what has one fix and leaves the rest", () => {
    let texts: ReadonlyMap<string, string> = new Map([[MAIN, text]]);
    for (let i = 0; i < 3; i++) {
      const snapshot = snapshotOf(texts, MAIN);
      const all = fixAll(snapshot, snapshot.file as FileScope);
      if (all) texts = withEdits(texts, all.edits);
    }
    expect(texts.get(MAIN)).toBe(`model: Net
inputs:
  image: [N, 3, 32, 32]
layers:
  a: Conv2d(8, 3)
  b: BatchNorm2d
  c: Conv2d(8, 3, padding=1)
  d: ReLU
  e: Conv2d(4)
`);
  });

  test("there is nothing in a model that is right", () => {
    const right = skip(INPUTS);
    const snapshot = snapshotOf(new Map([[MAIN, right]]), MAIN);
    expect(fixAll(snapshot, snapshot.file as FileScope)).toBeUndefined();
  });
});

test("of a file that the model uses, in that file; of the library, nowhere", () => {
  const used = "file:///models/parts.arch.yaml";
  const parts = "blocks:\n  Part:\n    layers:\n      - Conv2d(8, 3, in_channels=5)\n";
  const main = "model: A\nuse: { parts: ./parts.arch.yaml }\ninputs:\n  x: [N, 3, 8, 8]\nlayers:\n  - parts.Part\n";
  const snapshot = snapshotOf(
    new Map([
      [MAIN, main],
      [used, parts],
    ]),
    MAIN,
    createSession(),
  );
  const file = snapshot.files.get(used) as FileScope;
  const actions = codeActions(snapshot, file, { start: 0, end: parts.length });
  expect(actions.map((a) => a.title)).toContain("Remove `in_channels`");
  expect(actions.every((a) => a.edits.every((e) => e.uri === used))).toBe(true);
  expect(codeActions(snapshot, snapshot.file as FileScope, { start: 0, end: main.length })).toEqual([]);
});
