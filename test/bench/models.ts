/** Model texts of any length for the benchmarks: one layer a line, so that text and work grow together. */

export interface BenchModel {
  readonly name: string;
  readonly text: (layers: number) => string;
  /** The text with one line near the middle changed, differently for every `n`. */
  readonly edited: (layers: number, n: number) => string;
}

interface Written {
  readonly head: readonly string[];
  readonly lines: readonly string[];
}

const HEAD = (name: string, channels: number): string[] => [
  `model: ${name}`,
  "inputs:",
  `  image: [N, ${channels}, H, W]`,
  "layers:",
];

/** Changes the convolution nearest to the middle: a wider window of the same output size, else another channel count. */
function edit(lines: readonly string[], n: number): readonly string[] {
  const middle = lines.length >> 1;
  const search = lines.some((line) => line.includes("padding=1")) ? "padding=1" : "Conv2d(";
  const at = lines.findIndex((line, i) => i >= middle && line.includes(search));
  return lines.map((line, i) =>
    i !== at
      ? line
      : line
          .replace("padding=1", `padding=${n + 2}, dilation=${n + 2}`)
          .replace(/Conv2d\((\d+), 3\)/, `Conv2d(${200_000 + n}, 3)`),
  );
}

const model = (name: string, write: (layers: number) => Written): BenchModel => {
  const joined = ({ head }: Written, lines: readonly string[]): string => `${[...head, ...lines].join("\n")}\n`;
  return {
    name,
    text: (layers) => {
      const written = write(layers);
      return joined(written, written.lines);
    },
    edited: (layers, n) => {
      const written = write(layers);
      return joined(written, edit(written.lines, n));
    },
  };
};

const CHAIN = ["Conv2d(16, 3, padding=1, bias=false)", "BatchNorm2d", "ReLU"];

const chain = model("chain", (layers) => ({
  head: HEAD("Chain", 16),
  lines: Array.from({ length: layers }, (_, i) => `  - ${CHAIN[i % 3]}`),
}));

/** Bottlenecks written out; a stride of 2 four times, as in ResNet. */
const resnet = model("resnet", (layers) => {
  const lines = [
    "  stem: image -> Conv2d(64, 7, stride=2, padding=3, bias=false)",
    "  a0: MaxPool2d(3, stride=2, padding=1)",
  ];
  const blocks = Math.max(4, Math.floor((layers - 2) / 10));
  for (let b = 1; b <= blocks; b++) {
    const stage = Math.floor(((b - 1) * 4) / blocks);
    const first = b === 1 || Math.floor(((b - 2) * 4) / blocks) !== stage;
    const width = 64 * 2 ** stage;
    const strided = first && stage > 0 ? "stride=2, " : "";
    lines.push(
      `  c${b}: a${b - 1} -> Conv2d(${width}, 1, bias=false)`,
      `  d${b}: BatchNorm2d`,
      `  e${b}: ReLU`,
      `  f${b}: Conv2d(${width}, 3, ${strided}padding=1, bias=false)`,
      `  g${b}: BatchNorm2d`,
      `  h${b}: ReLU`,
      `  i${b}: Conv2d(${4 * width}, 1, bias=false)`,
      `  j${b}: BatchNorm2d`,
    );
    if (first) lines.push(`  k${b}: a${b - 1} -> Conv2d(${4 * width}, 1, ${strided}bias=false)`);
    lines.push(`  l${b}: Add(j${b}, ${first ? `k${b}` : `a${b - 1}`})`, `  a${b}: ReLU`);
  }
  return { head: HEAD("ResNet", 3), lines };
});

/** Five levels, however long: each level has as many convolutions as the number of layers asks for. */
const unet = model("unet", (layers) => {
  const depth = 5;
  const repeats = Math.max(1, Math.floor((layers - 4 * depth) / (3 * (2 * depth + 1))));
  const lines: string[] = [];
  const convs = (prefix: string, width: number): void => {
    for (let i = 0; i < repeats; i++) {
      lines.push(
        `  ${prefix}c${i}: Conv2d(${width}, 3, padding=1, bias=false)`,
        `  ${prefix}b${i}: BatchNorm2d`,
        `  ${prefix}${i === repeats - 1 ? "" : `r${i}`}: ReLU`,
      );
    }
  };
  for (let level = 0; level < depth; level++) {
    convs(`down${level}`, 16 * 2 ** level);
    lines.push(`  pool${level}: MaxPool2d(2)`);
  }
  convs("mid", 16 * 2 ** depth);
  for (let level = depth - 1; level >= 0; level--) {
    lines.push(
      `  up${level}t: ConvTranspose2d(${16 * 2 ** level}, 2, stride=2)`,
      `  up${level}k: Concat(down${level}, up${level}t)`,
    );
    convs(`up${level}`, 16 * 2 ** level);
  }
  return { head: [...HEAD("UNet", 3).slice(0, -1), "where:", "  - H % 32 == 0", "  - W % 32 == 0", "layers:"], lines };
});

/** Every layer has other channels and another height. */
const shapes = model("new shapes", (layers) => ({
  head: HEAD("Shapes", 3),
  lines: Array.from({ length: layers }, (_, i) => `  - Conv2d(${16 + i}, 3)`),
}));

export const models: readonly BenchModel[] = [chain, resnet, unet, shapes];
