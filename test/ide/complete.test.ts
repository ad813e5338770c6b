/** What is offered where; the cursor is at `$0`. */
import { describe, expect, test } from "vitest";
import { type CompletionItem, complete } from "../../src/ide/complete/index.ts";
import { cursor, open, rootOf } from "./corpus.ts";
import { shown, taken } from "./editor.ts";

const FOLDER = "file:///models";
const ROOT = `${FOLDER}/main.arch.yaml`;

const PARTS = `model: Parts
blocks:
  Tower:
    # Doubles the channels.
    inputs: { x: [N, C, H, W] }
    params: { out: int, deep: false }
    layers:
      first: Conv2d(out, 3, padding=1)
      second: ReLU
`;

const files = new Map([[`${FOLDER}/parts.arch.yaml`, PARTS]]);

interface Asked {
  readonly text: string;
  readonly items: readonly CompletionItem[];
  readonly labels: readonly string[];
}

function ask(marked: string): Asked {
  const { text, offset } = cursor(marked);
  const snapshot = open(new Map([...files, [ROOT, text]]), ROOT);
  const models = [...files.keys(), ROOT, `${FOLDER}/sub/deep.arch.yaml`];
  const items = shown(complete(snapshot, rootOf(snapshot), offset, models), text, offset);
  return { text, items, labels: items.map(({ label }) => label) };
}

const first = (marked: string): string | undefined => ask(marked).labels[0];

function item(marked: string, label: string): CompletionItem {
  const { items, labels } = ask(marked);
  const found = items.find((one) => one.label === label);
  if (!found) throw new Error(`${label} is not among ${labels.join(", ")}`);
  return found;
}

/** The text after an item was taken. */
function take(marked: string, label: string): string {
  return taken(item(marked, label), cursor(marked).text);
}

const model = (layers: string, more = ""): string =>
  `model: Net\nparams: { classes: 10, join: crop | pad, norm: BatchNorm2d }\ninputs: { image: [N, 3, H, W] }\nsizes: { N: 1, H: 64, W: 64 }\n${more}layers:\n${layers}`;

const BLOCKS = `blocks:
  Up:
    inputs: { x: [N, C, h, w], skip: [N, D, H, W] }
    params: { out: int }
    layers:
      up: x -> ConvTranspose2d(out, 2, stride=2)
      cat: Concat(skip, up)
`;

const NET = `  a: Conv2d(8, 3, padding=1)
  b: MaxPool2d(2)
  c: ConvTranspose2d(8, 2, stride=2)
`;

describe("layers", () => {
  test("after an arrow", () => {
    expect(first(model("  up: image -> Con$0"))).toBe("Conv2d");
    expect(take(model("  up: image -> Con$0"), "Conv2d")).toContain("up: image -> Conv2d(out_channels, kernel_size)");
    expect(item(model("  up: image -> Con$0"), "Conv2d").plain).toBe("Conv2d");
  });
  test("parentheses that are there are kept", () => {
    expect(take(model("  up: image -> Con$0(8, 3)"), "Conv2d")).toContain("image -> Conv2d(8, 3)");
  });
  test("what follows an arrow is no tensor", () => {
    const { labels } = ask(model(`${NET}  d: b -> $0`));
    expect(labels).not.toContain("a");
    expect(labels).toContain("ReLU");
  });
  test("at the opening of a chain tensors are offered as well, and parameters that are layers first", () => {
    const { labels } = ask(model(`${NET}  d: $0`));
    expect(labels).toEqual(expect.arrayContaining(["a", "b", "c", "image", "norm", "share"]));
    expect(labels[0]).toBe("norm");
  });
  test("layers that cannot take so many axes come late", () => {
    const { labels } = ask(model(`${NET}  d: b -> BatchNorm$0`));
    expect(labels[0]).toBe("BatchNorm2d");
    const flat = ask(model(`${NET}  d: b -> Flatten -> BatchNorm$0`));
    expect(flat.labels[0]).toBe("BatchNorm1d");
  });
  test("an operator says what it does", () => {
    const { documentation, detail } = item(model("  up: image -> Con$0"), "Conv2d");
    expect(detail).toBe("torch.nn.Conv2d");
    expect(documentation).toContain("Slides a window over 2 axes");
    expect(documentation).toContain("`Conv2d(64, 7, stride=2, padding=3)`");
  });
  test("a block has its inputs and what it must be given", () => {
    expect(take(model(`${NET}  d: U$0`, BLOCKS), "Up")).toContain("d: Up(c, b, out)");
    expect(take(model(`${NET}  d: a -> U$0`, BLOCKS), "Up")).toMatch(/d: a -> Up\(_, \w+, out\)/);
  });
  test("a block does not contain itself", () => {
    const marked = model(NET, BLOCKS.replace("cat: Concat(skip, up)", "cat: $0"));
    expect(ask(marked).labels).not.toContain("Up");
  });
  test("an empty line of a mapping takes a layer with a name, one of a list an item", () => {
    expect(take(model(`${NET}  $0`), "ReLU")).toContain("\n  layer: ReLU");
    expect(take(model("  - ReLU\n  $0"), "GELU")).toContain("\n  - GELU");
    expect(take(model("  - ReLU\n  - $0"), "GELU")).toContain("\n  - GELU");
  });
  test("the indentation of an empty line decides which block it belongs to", () => {
    const blocks = `${BLOCKS}      $0\n`;
    expect(take(model(NET, blocks), "Concat")).toContain("      layer: Concat(cat, up)\n");
    expect(ask(model(NET, `${BLOCKS}    $0\n`)).labels).toEqual(["weights", "where", "outputs"]);
  });
  test("a network of the library brings its `use`", () => {
    const { more, edit } = item(model("  a: ResNe$0"), "tv.ResNet");
    expect(edit.text).toBe("tv.ResNet");
    expect(more).toEqual([{ uri: ROOT, span: { start: 11, end: 11 }, text: "use: { tv: torchvision }\n" }]);
    const used = `model: Net\nuse: { parts: ./parts.arch.yaml }\ninputs: { x: [N, 3, H, W] }\nlayers:\n  a: ResNe$0`;
    expect(take(used, "tv.ResNet")).toContain("use: { tv: torchvision, parts: ./parts.arch.yaml }");
  });
  test("a text may begin with empty lines", () => {
    expect(ask("$0\n\n").labels[0]).toBe("model");
    expect(ask("\n$0\nlayers:\n  - ReLU\n").labels[0]).toBe("model");
  });
  test("nothing is offered in a comment", () => {
    expect(ask(model("  a: ReLU  # Con$0")).labels).toEqual([]);
  });
});

describe("tensors", () => {
  test("what fits a join is first, with its shape", () => {
    const { items } = ask(model(`${NET}  d: Add(a, $0`));
    expect(items[0]?.label).toBe("c");
    expect(items[0]?.detail).toContain("[N, 8, 2·⌊H/2⌋, 2·⌊W/2⌋]");
    expect(items[0]?.detail).toContain("[1, 8, 64, 64]");
    expect(items[0]?.detail).toContain("fits for (H == 1 or H % 2 == 0) and (W == 1 or W % 2 == 0)");
    const never = items.find(({ label }) => label === "image");
    expect(never?.detail).toContain("does not fit here");
    expect(items.findIndex(({ label }) => label === "c")).toBeLessThan(
      items.findIndex(({ label }) => label === "image"),
    );
  });
  test("what fits for every size comes before what fits for some", () => {
    const layers = `  a: Conv2d(8, 3, padding=1)\n  b: MaxPool2d(2)\n  same: a -> ReLU\n  c: b -> ConvTranspose2d(8, 2, stride=2)\n  d: Add(a, $0`;
    expect(ask(model(layers)).labels.slice(0, 2)).toEqual(["same", "c"]);
  });
  test("only layers above are in sight", () => {
    const { labels } = ask(model(`  a: ReLU\n  b: Concat(a, $0)\n  c: ReLU\n`));
    expect(labels).not.toContain("c");
    expect(labels).not.toContain("b");
  });
  test("after an arrow the value before has a name", () => {
    expect(ask(model(`${NET}  d: c -> Concat($0`)).labels).toContain("_");
  });
  test("for a block with declared inputs", () => {
    const { labels } = ask(model(`${NET}  flat: Flatten\n  d: Up(b, $0`, BLOCKS));
    expect(labels.indexOf("a")).toBeLessThan(labels.indexOf("flat"));
  });
  test("the word under the cursor is replaced, and no more", () => {
    const { text, offset } = cursor(model(`${NET}  d: Concat(a$0, b)`));
    const { edit } = item(model(`${NET}  d: Concat(a$0, b)`), "a");
    expect(text.slice(edit.span.start, edit.span.end)).toBe("a");
    expect(edit.span.end).toBe(offset);
  });
});

describe("settings", () => {
  const conv = (args: string): string => model(`  a: Conv2d(${args})\n`);
  test("with their type and default, without those that are given", () => {
    const { items, labels } = ask(conv("8, 3, stride=2, $0"));
    expect(labels).toContain("padding=");
    expect(labels).not.toContain("stride=");
    expect(labels).not.toContain("kernel_size=");
    expect(items.find(({ label }) => label === "bias=")?.detail).toBe("bool = true");
  });
  test("required ones are first", () => {
    expect(ask(conv("8, $0")).labels).toContain("kernel_size=");
    expect(ask(conv("out_channels=8, $0")).labels[0]).toBe("kernel_size=");
  });
  test("the padding that keeps the size", () => {
    expect(take(conv("8, 5, pad$0"), "padding=")).toContain("Conv2d(8, 5, padding=2)");
    expect(item(conv("8, 5, padding=$0"), "2").detail).toContain("keeps the size");
    expect(item(conv("8, 3, dilation=2, padding=$0"), "2").detail).toContain("keeps the size");
  });
  test("a name that has its value keeps it", () => {
    expect(take(conv("8, 3, pad$0=1"), "padding")).toContain("Conv2d(8, 3, padding=1)");
  });
  test("words are quoted, and in quotes they are not", () => {
    expect(take(conv("8, 3, padding_mode=$0"), '"reflect"')).toContain('padding_mode="reflect")');
    expect(take(conv('8, 3, padding_mode="ref$0"'), "reflect")).toContain('padding_mode="reflect")');
  });
  test("true and false, the one that changes something first", () => {
    expect(ask(conv("8, 3, bias=$0")).labels.slice(0, 2)).toEqual(["false", "true"]);
  });
  test("parameters and symbols in sight", () => {
    expect(ask(conv("cl$0, 3")).labels[0]).toBe("classes");
    expect(ask(conv("8 * $0, 3")).labels).toEqual(expect.arrayContaining(["classes", "N", "H", "min"]));
  });
  test("a parameter of a block, and a layer for one that is a layer", () => {
    const blocks = "blocks:\n  B:\n    params: { out: int, act: layer }\n    layers:\n      - Conv2d(out, 1) -> act\n";
    expect(ask(model("  a: B(8, $0)", blocks)).labels).toEqual(expect.arrayContaining(["ReLU", "act="]));
    expect(ask(model("  a: B(8, act=Re$0)", blocks)).labels[0]).toBe("ReLU");
  });
  test("the words of a parameter where it is compared", () => {
    expect(ask(model("  a: (ReLU if join == $0)")).labels.slice(0, 2)).toEqual(['"crop"', '"pad"']);
    expect(ask(model('  a: (ReLU if join == "p$0")')).labels[0]).toBe("pad");
  });
  test("the counter of a repeat", () => {
    expect(ask(model("  a: Conv2d(8 * (i + 1), 3, padding=$0) * 3 as i")).labels).toContain("i");
  });
});

describe("paths", () => {
  const layers = "  enc:\n    one: Conv2d(8, 3)\n    two: ReLU\n    three: Conv2d(8, 3) * 2\n  lstm: LSTM(4)\n";
  test("parts of a layer, with their shapes", () => {
    const { items } = ask(model(`${layers}  d: enc.$0`));
    expect(items.map(({ label }) => label)).toEqual(["one", "two", "three"]);
    expect(items[0]?.detail).toBe("[N, 8, H - 2, W - 2]");
  });
  test("numbers of a repeat, and all of them", () => {
    expect(ask(model(`${layers}  d: enc.three.$0`)).labels).toEqual(["0", "1", "*"]);
  });
  test("outputs of an operator", () => {
    expect(ask(model(`${layers}  d: lstm.$0`)).labels).toEqual(["output", "h_n", "c_n"]);
  });
  test("blocks of a used file", () => {
    const used = `model: Net\nuse: { parts: ./parts.arch.yaml }\ninputs: { x: [N, 3, H, W] }\nlayers:\n  a: parts.$0`;
    expect(ask(used).labels).toContain("Tower");
    expect(take(used, "Tower")).toContain("a: parts.Tower(out)");
    expect(ask(used.replace("parts.$0", "Tow$0")).labels[0]).toBe("parts.Tower");
  });
});

describe("keys and values of a file", () => {
  test("keys that are not there yet", () => {
    const { labels } = ask("model: Net\ninputs: { x: [N, 3] }\n$0\nlayers:\n  - ReLU\n");
    expect(labels).toEqual(["use", "params", "weights", "where", "sizes", "blocks", "outputs", "shapewright"]);
    expect(ask("$0").labels[0]).toBe("model");
  });
  test("files beside it, and the library", () => {
    const marked = "model: Net\nuse: { parts: $0 }\n";
    expect(ask(marked).labels).toEqual(["torchvision", "./parts.arch.yaml", "./sub/deep.arch.yaml"]);
    expect(take("model: Net\nuse: { parts: ./pa$0 }\n", "./parts.arch.yaml")).toContain("parts: ./parts.arch.yaml }");
    expect(ask("model: Net\nuse:\n  parts: ./$0\n").labels[0]).toBe("./parts.arch.yaml");
  });
  test("entries of `sizes`", () => {
    const marked = model(`${NET}`).replace("{ N: 1, H: 64, W: 64 }", "{ N: 1, $0 }");
    expect(ask(marked).labels).toEqual(["H", "W", "classes", "join", "norm", "c"]);
    const word = model(`${NET}`).replace("{ N: 1, H: 64, W: 64 }", "{ N: 1, join: $0 }");
    expect(ask(word).labels).toEqual(expect.arrayContaining(['"crop"', '"pad"']));
    const shape = model(`${NET}`).replace("W: 64 }", "W: 64, c: $0 }");
    expect(first(shape)).toBe("[1, 8, 64, 64]");
  });
  test("the shape that is found after `=>`, and names in it", () => {
    expect(first(model(`${NET}  d: b -> Conv2d(4, 1) => $0`))).toBe("[N, 4, ⌊H/2⌋, ⌊W/2⌋]");
    expect(take(model(`${NET}  d: b -> Conv2d(4, 1) => $0`), "[N, 4, ⌊H/2⌋, ⌊W/2⌋]")).toContain(
      "=> [N, 4, H//2, W//2]",
    );
    expect(ask(model(`${NET}  d: b => [N, $0`)).labels).toEqual(expect.arrayContaining(["H", "W", "_", "..."]));
  });
  test("the condition that the checker found, in `where`", () => {
    const layers = `${NET}  d: Add(a, c)\n`;
    expect(ask(model(layers, "where: [$0]\n")).labels.slice(0, 2)).toEqual(["H % 2 == 0", "W % 2 == 0"]);
    expect(ask(model(layers, "where:\n  - $0\n")).labels[0]).toBe("H % 2 == 0");
    expect(ask(model(layers, "where: [H % $0]\n")).labels).toEqual(expect.arrayContaining(["H", "classes"]));
    expect(ask(model(layers, "where: [H $0]\n")).labels).toEqual(expect.arrayContaining(["in", "and"]));
  });
  test("types and defaults of a parameter", () => {
    const { labels } = ask("model: Net\nparams:\n  n: 1\n  m: $0\nlayers:\n  - ReLU\n");
    expect(labels).toEqual(expect.arrayContaining(["int", "layer", "n", "true", "ReLU"]));
    expect(labels).not.toContain("m");
    expect(ask("model: Net\nparams: { m: a | $0 }\nlayers:\n  - ReLU\n").labels).toEqual([]);
  });
  test("outputs, the last layer first", () => {
    expect(ask(`${model(NET)}outputs: $0\n`).labels.slice(0, 3)).toEqual(["c", "b", "a"]);
    expect(ask(`${model(NET)}outputs: { best: $0 }\n`).labels[0]).toBe("c");
  });
});

describe("order", () => {
  test("letters in another case, and humps, are found", () => {
    expect(ask(model("  a: image -> conv2$0")).labels[0]).toBe("Conv2d");
    expect(ask(model("  a: image -> ct2$0")).labels[0]).toBe("ConvTranspose2d");
    expect(ask(model("  a: image -> bn2$0")).labels[0]).toBe("BatchNorm2d");
  });
});
