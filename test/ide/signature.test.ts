/** What the parentheses of a layer take; the cursor is at `$0`. */
import { describe, expect, test } from "vitest";
import { type SignatureHelp, signatureHelp } from "../../src/ide/signature.ts";
import { cursor, open, rootOf } from "./corpus.ts";

const ROOT = "file:///models/main.arch.yaml";

function ask(layers: string): SignatureHelp | undefined {
  const marked = `model: Net
inputs: { image: [N, 3, H, W], other: [N, 3, H, W] }
blocks:
  # Joins a skip.
  Up:
    inputs: { x: [N, C, h, w], skip: [N, D, H, W] }
    params:
      out: int        # channels that leave
      norm: BatchNorm2d
    layers:
      up: x -> ConvTranspose2d(out, 2, stride=2)
      cat: Concat(skip, up) -> norm
layers:
${layers}`;
  const { text, offset } = cursor(marked);
  const snapshot = open(new Map([[ROOT, text]]), ROOT);
  return signatureHelp(snapshot, rootOf(snapshot), offset);
}

/** The parameter that is being written, as the label has it. */
function active(layers: string): string | undefined {
  const help = ask(layers);
  const at = help?.activeParameter;
  const parameter = at === undefined ? undefined : help?.parameters[at];
  return parameter && help?.label.slice(...parameter.label);
}

describe("operators", () => {
  test("tensors, then settings without a name, then the others with their defaults", () => {
    const help = ask("  a: image -> Conv2d($0)");
    expect(help?.label).toMatch(/^Conv2d\(input, out_channels, kernel_size, \*, stride=1, padding=0, /);
    expect(help?.documentation).toContain("Slides a window over 2 axes");
    expect(help?.parameters[1]?.documentation).toContain("Channels of the output.");
  });
  test("by place", () => {
    expect(active("  a: image -> Conv2d($0)")).toBe("out_channels");
    expect(active("  a: image -> Conv2d(8, $0")).toBe("kernel_size");
    expect(active("  a: Conv2d(image, 8, $0")).toBe("kernel_size");
    expect(active("  a: image -> Conv2d(8, 3, $0)")).toBeUndefined();
  });
  test("by name, as soon as there is one", () => {
    expect(active("  a: image -> Conv2d(8, 3, padding=$0")).toBe("padding=0");
    expect(active("  a: image -> Conv2d(8, 3, pad$0ding=1)")).toBe("padding=0");
    expect(active("  a: image -> Conv2d(8, 3, stride=2, padding=1$0)")).toBe("padding=0");
    expect(active("  a: image -> Conv2d(8, 3, nothing=$0")).toBeUndefined();
  });
  test("a join takes tensors, however many there are", () => {
    expect(active("  a: Concat($0")).toBe("*tensors");
    expect(active("  a: Concat(image, other, $0")).toBe("*tensors");
    expect(active("  a: Concat(image, other, dim=$0")).toBe("dim=1");
  });
  test("a list of values", () => {
    expect(active("  a: image -> Reshape(N, 3, $0")).toBe("shape");
    expect(active("  a: image -> Conv2d(8, kernel_size=(3, $0")).toBe("kernel_size");
  });
  test("the innermost parentheses that belong to a name", () => {
    expect(ask("  a: image -> Up(_, other, 8, norm=GroupNorm($0")?.label).toMatch(/^GroupNorm\(/);
    expect(ask("  a: image -> Up(_, other, 8, norm=GroupNorm(4), $0")?.label).toMatch(/^Up\(/);
    expect(active("  a: image -> Conv2d(8 * (2 + $0")).toBe("out_channels");
  });
});

describe("blocks", () => {
  test("inputs and parameters, with what is said of them", () => {
    const help = ask("  a: Up(image, $0");
    expect(help?.label).toBe("Up(x, skip, out, norm=BatchNorm2d)");
    expect(help?.documentation).toContain("Joins a skip");
    expect(help?.parameters[2]?.documentation).toContain("channels that leave");
    expect(active("  a: Up(image, $0")).toBe("skip");
    expect(active("  a: Up(image, other, $0")).toBe("out");
    expect(active("  a: image -> Up(_, other, 8, $0")).toBe("norm=BatchNorm2d");
    expect(active("  a: Up(image, other, norm=$0")).toBe("norm=BatchNorm2d");
  });
});

describe("elsewhere", () => {
  test("functions and shared layers", () => {
    expect(active("  a: image -> Conv2d(max(8, $0")).toBe("b");
    expect(active("  a: ReLU\n  b: image -> share($0")).toBe("layer");
  });
  test("outside parentheses, and in those of a group, there is nothing", () => {
    expect(ask("  a: image -> Conv2d(8, 3)$0")).toBeUndefined();
    expect(ask("  a: image -> ($0")).toBeUndefined();
    expect(ask("  a$0: image -> ReLU")).toBeUndefined();
    expect(ask("  a: image -> Unknown($0")).toBeUndefined();
  });
});
