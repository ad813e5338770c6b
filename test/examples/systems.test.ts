/** The reference systems: every figure is published, or was worked out by hand from the definition. */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { costsOf } from "../../src/core/cost.ts";
import { pathOf } from "../../src/core/graph.ts";
import { changed, example, folder, output, rows, total, within } from "./models.ts";

describe("every example", () => {
  const names = readdirSync(folder).filter((file) => file.endsWith(".arch.yaml"));
  // Published figures count a bias before a norm, and what is stated may be stated.
  const meant = ["redundant-bias", "redundant-attribute", "lossy-pool", "uneven-crop"];
  test.each(names)("%s has no problem", (file) => {
    const { problems } = example(file.replace(/\.arch\.yaml$/, ""));
    expect(problems.filter((p) => !meant.includes(p.code))).toEqual([]);
  });
});

describe("a U-Net with a ResNet-50 backbone", () => {
  test("the encoder's first two taps have one size, so a decoder that doubles cannot join both", () => {
    const model = changed("resnet50_encoder", (text) =>
      text
        .replace(
          "outputs: [x1, x2, x3, x4, x5]",
          "  up2: x2 -> Upsample(scale_factor=2)\n  d1: Concat(x1, up2)\noutputs: [x5, d1]",
        )
        .replace("  x1: [4, 64, 128, 128]\n", "")
        .replace(/ {2}x[234]: \[.*\n/g, ""),
    );
    const [problem, ...more] = model.errors;
    expect(more).toEqual([]);
    expect(problem?.code).toBe("concat-mismatch");
    expect(problem?.message).toContain("128");
    expect(problem?.message).toContain("256");
  });

  test("the hybrid encoder has 8,688,512 parameters", () => {
    expect(total(example("hybrid_encoder").variant(), "parameters")).toBe(8_688_512n);
  });

  test("with its decoder it has 24,364,482, of which the decoder 15,675,970", () => {
    expect(total(example("hybrid_unet").variant(), "parameters")).toBe(24_364_482n);
    expect(
      total(example("hybrid_unet").variant(), "parameters") - total(example("hybrid_encoder").variant(), "parameters"),
    ).toBe(15_675_970n);
  });

  test("the whole is valid exactly for multiples of 16", () => {
    const { problems: all } = changed("hybrid_unet", (text) => text.replace(/^where:.*\n/m, ""));
    const problems = all.filter((p) => p.severity !== "hint");
    expect(problems.map((p) => [p.code, p.severity])).toEqual([["condition-not-guaranteed", "warning"]]);
    expect(problems[0]?.condition).toEqual(["H % 16 == 0", "W % 16 == 0"]);
  });

  test("the decoder of any width has the figures at the sizes of the hybrid", () => {
    const variant = example("decoder_of_any_width").variant();
    expect(total(variant, "parameters")).toBe(15_675_970n);
    expect(output(variant, "d1")).toEqual([4, 2, 512, 512]);
  });

  test("an in_channels that breaks the rule is an error at that layer, with the right value", () => {
    const { errors } = changed("decoder_of_any_width", (text) =>
      text.replace("expected=D3//2 + C2", "expected=D3 + C2"),
    );
    expect(errors.map((p) => p.code)).toEqual(["channel-mismatch"]);
    expect(errors[0]?.message).toContain("D3 + C2");
    expect(errors[0]?.message).toContain("⌊D3/2⌋");
  });

  test("the claim is refuted in two places", () => {
    const { problems } = example("broken/claim");
    expect(problems.map((p) => [p.code, p.severity])).toEqual([
      ["channel-mismatch", "error"],
      ["expectation-mismatch", "error"],
    ]);
    expect(problems[0]?.message).toMatch(/\b3\b.*\b1\b/);
    expect(problems[1]?.message).toContain("[4, 512, 64, 64]");
  });
});

describe("ResNet", () => {
  const depths: readonly [number, bigint, string][] = [
    [18, 11_689_512n, "1.814"],
    [34, 21_797_672n, "3.664"],
    [50, 25_557_032n, "4.089"],
    [101, 44_549_160n, "7.801"],
    [152, 60_192_808n, "11.514"],
  ];
  const variantOf = (depth: number) => example("resnet").variant(depth === 50 ? {} : { depth: String(depth) });
  const giga = (macs: bigint) => (Number(macs) / 1e9).toFixed(3);

  test.each(depths)("%d has %d parameters and %s G MACs at 224", (depth, parameters, macs) => {
    expect(total(variantOf(depth), "parameters")).toBe(parameters);
    expect(giga(total(variantOf(depth), "macs"))).toBe(macs);
  });

  test("50 by part", () => {
    const variant = variantOf(50);
    const [stem, bn] = rows(variant);
    expect((stem?.parameters ?? 0n) + (bn?.parameters ?? 0n)).toBe(9_536n);
    expect(["layer1", "layer2", "layer3", "layer4"].map((part) => within(variant, part, "parameters"))).toEqual([
      215_808n,
      1_219_584n,
      7_098_368n,
      14_964_736n,
    ]);
    expect(rows(variant).at(-1)?.parameters).toBe(2_049_000n);
    expect(total(variant, "macs")).toBe(4_089_184_256n);
  });

  test("with the stride in the 1×1, as in the paper", () => {
    expect(giga(total(example("resnet").variant({ v1: "true" }), "macs"))).toBe("3.858");
    const deeper = (depth: number) =>
      changed("resnet", (text) =>
        text.replace("depth: 50\n", `depth: ${depth}\n`).replace("v1: false  ", "v1: true   "),
      );
    expect(giga(total(deeper(101).variant(), "macs"))).toBe("7.570");
    expect(giga(total(deeper(152).variant(), "macs"))).toBe("11.282");
  });

  test("18 and 34 with shortcuts that have no parameters", () => {
    expect(giga(total(example("resnet").variant({ depth: "18", shortcut: '"pad"' }), "macs"))).toBe("1.795");
    expect(giga(total(example("resnet").variant({ depth: "34", shortcut: '"pad"' }), "macs"))).toBe("3.644");
  });

  test("with norm and activation before each convolution", () => {
    expect(total(example("resnet").variant({ preact: "true" }), "parameters")).toBe(25_549_352n);
  });

  test.each([
    [18, 62],
    [50, 161],
  ])("%d has torchvision's %d weight tensors by name", (depth, count) => {
    const { graph } = variantOf(depth);
    const costs = costsOf(graph);
    const names = graph.nodes.flatMap((node) =>
      (costs.nodes[node.id]?.weights ?? [])
        .filter((w) => w.kind === "parameter")
        .map((w) => `${pathOf(node)}.${w.name}`),
    );
    expect(names).toHaveLength(count);
    expect(names[0]).toBe("conv1.weight");
    expect(names).toContain("layer1.0.conv1.weight");
    expect(names).toContain("layer2.0.downsample.0.weight");
    expect(names).toContain("layer4.1.bn2.bias");
    expect(names.slice(-2)).toEqual(["fc.weight", "fc.bias"]);
  });
});

describe("U-Net", () => {
  test("padded: 31,044,106 parameters, layer by layer, and 36,907,057,152 MACs a sample at 224", () => {
    const variant = example("unet").variant();
    expect(total(variant, "parameters")).toBe(31_044_106n);
    expect(output(variant, "logits")).toEqual([8, 10, 224, 224]);
    expect(total(variant, "macs")).toBe(8n * 36_907_057_152n);
    const first = rows(variant).slice(0, 10);
    expect(first.map((r) => r.parameters)).toEqual([1792n, 128n, 0n, 36_928n, 128n, 0n, 0n, 73_856n, 256n, 0n]);
    expect(first[6]?.op).toBe("MaxPool2d");
    expect(rows(variant)[10]?.parameters).toBe(147_584n);
  });

  test("without normalisation: 31,032,330 parameters and 192,820,543,488 MACs at 512", () => {
    const variant = example("unet").variant({ norm: "Identity" });
    expect(total(variant, "parameters")).toBe(31_032_330n);
    expect(output(variant, "logits")).toEqual([1, 10, 512, 512]);
    expect(total(variant, "macs")).toBe(192_820_543_488n);
  });

  test("is valid exactly for multiples of 16, with one warning", () => {
    const { problems } = changed("unet", (text) => text.replace(/^where:.*\n/m, ""));
    expect(problems.map((p) => [p.code, p.severity])).toEqual([["condition-not-guaranteed", "warning"]]);
    expect(problems[0]?.condition).toEqual(["H % 16 == 0", "W % 16 == 0"]);
  });

  test.each([
    [225, "dec1.cat"],
    [226, "dec2.cat"],
    [227, "dec2.cat"],
    [228, "dec3.cat"],
    [231, "dec3.cat"],
    [232, "dec4.cat"],
    [239, "dec4.cat"],
  ])("%d fails first at %s", (size, layer) => {
    const { errors } = changed("unet", (text) =>
      text
        .replace(/^where:.*\n/m, "")
        .replace(/ +=> .*/g, "")
        .replace(/^sizes:[\s\S]*?\n\n/m, `sizes: { N: 1, H: ${size}, W: ${size} }\n\n`),
    );
    expect(errors.map((p) => p.code)).toEqual(["concat-mismatch"]);
    expect(errors[0]?.message).toContain(`"${layer}"`);
  });

  test("every join has the same parameters", () => {
    for (const variant of example("unet_joins").variants) expect(total(variant, "parameters")).toBe(31_044_106n);
    const same = changed("unet_joins", (text) =>
      text.replace("join: crop | pad | same  ", "join: same | pad | crop  "),
    );
    expect(
      total(
        same.variant(),
        "parameters",
        new Map([
          ["N", 1],
          ["H", 224],
          ["W", 224],
        ]),
      ),
    ).toBe(31_044_106n);
  });

  test("as published: 572 gives 388, and 188 is the smallest size that works", () => {
    const variant = example("unet_original").variant();
    expect(variant.cases.map((c) => output(variant, "logits", c.at))).toEqual([
      [1, 2, 388, 388],
      [1, 2, 4, 4],
    ]);
    const { problems } = changed("unet_original", (text) => text.replace(/^where:.*\n/m, ""));
    expect(problems.map((p) => [p.code, p.severity])).toEqual([["condition-not-guaranteed", "hint"]]);
    expect(problems[0]?.condition).toEqual(["H >= 188", "W >= 188"]);
  });
});

describe("the others", () => {
  test("a residual bottleneck with options", () => {
    const [first, up, old] = example("bottleneck2d").variants;
    expect([first, up, old].map((variant) => variant && total(variant, "parameters"))).toEqual([
      3_792n,
      11_584n,
      3_840n,
    ]);
    expect(first && rows(first).flatMap((r) => (r.parameters ? [r.parameters] : []))).toEqual([
      32n,
      16n,
      256n,
      32n,
      16n,
      2_304n,
      32n,
      16n,
      512n,
      512n,
      64n,
    ]);
  });

  test("DenseNet-121 and 169, ViT-B/16 and L/16, a tagger, twin towers", () => {
    expect(example("densenet").variants.map((v) => total(v, "parameters"))).toEqual([7_978_856n, 14_149_480n]);
    expect(example("vit").variants.map((v) => total(v, "parameters"))).toEqual([86_567_656n, 304_326_632n]);
    expect(total(example("lstm_tagger").variant(), "parameters")).toBe(4_320_915n);
    expect(total(example("siamese").variant(), "parameters")).toBe(18_721n);
  });
});
