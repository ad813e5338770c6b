import { describe, expect, test } from "vitest";
import { codeLenses } from "../../src/ide/code_lens.ts";
import { type HintSwitches, inlayHints } from "../../src/ide/inlay_hints.ts";
import { examples, open } from "../harness/snapshot.ts";

const ALL: HintSwitches = { shapes: true, settings: true, arguments: true };
const NONE: HintSwitches = { shapes: false, settings: false, arguments: false };

/** The text as it is seen, hints in ‹ ›. */
function seen(source: string, on: HintSwitches): string {
  const { snapshot, file, text } = open(source);
  const hints = inlayHints(snapshot, file, { start: 0, end: text.length }, on);
  return [...hints]
    .reverse()
    .reduce((t, { offset, label }) => `${t.slice(0, offset)}‹${label}›${t.slice(offset)}`, text);
}

const NET = `inputs: { image: [N, 3, H, W] }
blocks:
  Up:
    inputs: { x: [N, C, h, w], skip: [N, Cs, H, W] }
    params: { out: int }
    layers:
      up: x -> ConvTranspose2d(C / 2, 2, stride=2)
      cat: Concat(skip, up)
      conv: Conv2d(out, 3, padding=1) -> BatchNorm2d
layers:
  a: Conv2d(8, 3, padding=1)
  b: MaxPool2d(2) -> Conv2d(16, 1)
  c: MaxPool2d(2) -> Conv2d(32, 1)   => [N, 32, _, _]
  d: Up(c, b, 16)
  out: Up(d, skip, 8)
  left, right: Chunk(2)
`.replace("skip, 8)", "a, 8)");

describe("inlay hints", () => {
  test("give the shape at the end of a line, unless it is written, and how many more there are", () => {
    expect(seen(NET, { ...NONE, shapes: true })).toMatchInlineSnapshot(`
      "inputs: { image: [N, 3, H, W] }
      blocks:
        Up:
          inputs: { x: [N, C, h, w], skip: [N, Cs, H, W] }
          params: { out: int }
          layers:
            up: x -> ConvTranspose2d(C / 2, 2, stride=2)‹[N, 16, 2·⌊H/4⌋, 2·⌊W/4⌋] +1›
            cat: Concat(skip, up)‹[N, 32, ⌊H/2⌋, ⌊W/2⌋] +1›
            conv: Conv2d(out, 3, padding=1) -> BatchNorm2d‹[N, 16, ⌊H/2⌋, ⌊W/2⌋] +1›
      layers:
        a: Conv2d(8, 3, padding=1)‹[N, 8, H, W]›
        b: MaxPool2d(2) -> Conv2d(16, 1)‹[N, 16, ⌊H/2⌋, ⌊W/2⌋]›
        c: MaxPool2d(2) -> Conv2d(32, 1)   => [N, 32, _, _]
        d: Up(c, b, 16)‹[N, 16, ⌊H/2⌋, ⌊W/2⌋]›
        out: Up(d, a, 8)‹[N, 8, H, W]›
        left, right: Chunk(2)‹2 × [N, 4, H, W]›
      "
    `);
  });

  test("give what the input decides, where it is the same at every use", () => {
    expect(seen(NET, { ...NONE, settings: true })).toMatchInlineSnapshot(`
      "inputs: { image: [N, 3, H, W] }
      blocks:
        Up:
          inputs: { x: [N, C, h, w], skip: [N, Cs, H, W] }
          params: { out: int }
          layers:
            up: x -> ConvTranspose2d(C / 2, 2, stride=2)
            cat: Concat(skip, up)
            conv: Conv2d(out, 3, padding=1) -> BatchNorm2d
      layers:
        a: Conv2d(‹in_channels=3,›8, 3, padding=1)
        b: MaxPool2d(2) -> Conv2d(‹in_channels=8,›16, 1)
        c: MaxPool2d(2) -> Conv2d(‹in_channels=16,›32, 1)   => [N, 32, _, _]
        d: Up(c, b, 16)
        out: Up(d, a, 8)
        left, right: Chunk(2)
      "
    `);
  });

  test("give the shape of an item without a name, the last of a repeat", () => {
    const list = `inputs: { image: [N, 3, 32, 32] }
blocks:
  B:
    params: { out: int }
    layers:
      - Conv2d(out, 3)
layers:
  - (Conv2d(8, 3) -> ReLU) * 2
  - B(4)
  - (ReLU if 1 == 1)
`;
    expect(seen(list, { ...NONE, shapes: true })).toBe(
      list
        .replace("Conv2d(out, 3)", "Conv2d(out, 3)‹[N, 4, 26, 26]›")
        .replace("* 2", "* 2‹[N, 8, 28, 28]›")
        .replace("B(4)", "B(4)‹[N, 4, 26, 26]›"),
    );
  });

  test("name arguments, unless they are called so already", () => {
    expect(seen(NET, { ...NONE, arguments: true })).toMatchInlineSnapshot(`
      "inputs: { image: [N, 3, H, W] }
      blocks:
        Up:
          inputs: { x: [N, C, h, w], skip: [N, Cs, H, W] }
          params: { out: int }
          layers:
            up: x -> ConvTranspose2d(‹out_channels=›C / 2, ‹kernel_size=›2, stride=2)
            cat: Concat(skip, up)
            conv: Conv2d(‹out_channels=›out, ‹kernel_size=›3, padding=1) -> BatchNorm2d
      layers:
        a: Conv2d(‹out_channels=›8, ‹kernel_size=›3, padding=1)
        b: MaxPool2d(‹kernel_size=›2) -> Conv2d(‹out_channels=›16, ‹kernel_size=›1)
        c: MaxPool2d(‹kernel_size=›2) -> Conv2d(‹out_channels=›32, ‹kernel_size=›1)   => [N, 32, _, _]
        d: Up(‹x=›c, ‹skip=›b, ‹out=›16)
        out: Up(‹x=›d, ‹skip=›a, ‹out=›8)
        left, right: Chunk(‹chunks=›2)
      "
    `);
    expect(
      seen("blocks: { B: { params: { out: int }, layers: [Conv2d(out, 1)] } }\nparams: { out: 3 }\nlayers: [B(out)]", {
        ...NONE,
        arguments: true,
      }),
    ).toContain("layers: [B(out)]");
  });

  test("list the shapes of all uses in a tooltip", () => {
    const { snapshot, file, text } = open(NET);
    const hints = inlayHints(snapshot, file, { start: 0, end: text.length }, { ...NONE, shapes: true });
    expect(hints.find(({ label }) => label.endsWith("+1"))?.tooltip).toEqual([
      "d.up: [N, 16, 2·⌊H/4⌋, 2·⌊W/4⌋]",
      "out.up: [N, 8, 2·⌊H/2⌋, 2·⌊W/2⌋]",
    ]);
  });

  test("are silent where a mistake leaves the shape open", () => {
    expect(
      seen("inputs: { x: [N, 3, H, W] }\nlayers:\n  a: Conv2d(8, 3, in_channels=4)\n  b: ReLU\n  c: Nope", ALL),
    ).not.toMatch(/‹\[.*\?/);
  });

  test("come for the part that is asked for", () => {
    const { snapshot, file, text } = open(NET);
    const span = { start: text.indexOf("b: Max"), end: text.indexOf("c: Max") };
    const part = inlayHints(snapshot, file, span, ALL);
    const whole = inlayHints(snapshot, file, { start: 0, end: text.length }, ALL);
    expect(part).toEqual(whole.filter(({ offset }) => span.start <= offset && offset <= span.end));
    expect(part.length).toBeGreaterThan(2);
  });

  test("stand inside every example, whole or cut", () => {
    for (const whole of Object.values(examples)) {
      for (const part of [1, 0.77, 0.52, 0.29, 0.08]) {
        const { snapshot, file, text } = open(whole.slice(0, Math.floor(whole.length * part)), examples);
        const hints = inlayHints(snapshot, file, { start: 0, end: text.length }, ALL);
        for (const { offset, label } of hints) {
          expect(offset).toBeLessThanOrEqual(text.length);
          expect(label).not.toMatch(/undefined|object|\?/);
        }
        if (part === 1) expect(hints.length).toBeGreaterThan(0);
      }
    }
  });
});

test("a lens stays while a line is half typed, and says that something is missing", () => {
  const { snapshot, file } = open(
    "model: Net\ninputs: { x: [N, 3, 8, 8] }\nlayers:\n  - Conv2d(4, 1)\n  - Conv2d(8, in_channels=5)\n",
  );
  expect(codeLenses(snapshot, file).map(({ title }) => title)).toEqual(["16 + ? parameters"]);
});

test("a lens counts the uses in the model as it stands, not in its other choices", () => {
  const { snapshot, file } = open(examples["vit.arch.yaml"] ?? "");
  const titles = codeLenses(snapshot, file).map(({ title }) => title);
  expect(titles.filter((title) => title.endsWith("placed 12 times"))).toHaveLength(2);
});

test("a lens above the model and each block says what it costs", () => {
  const { snapshot, file } = open(`model: Net\nsizes: { N: 1, H: 32, W: 32 }\n${NET}`);
  expect(
    codeLenses(snapshot, file).map(({ title, span }) => [file.def.text.slice(span.start, span.end), title]),
  ).toMatchInlineSnapshot(`
    [
      [
        "Net",
        "9,328 parameters · 2.91 M MACs at N=1, H=32, W=32",
      ],
      [
        "Up",
        "1,696 to 6,720 parameters · 1.31 M MACs at N=1, H=32, W=32 · placed 2 times",
      ],
    ]
  `);
});
