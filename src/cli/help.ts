/** The pages of `--help`: plain ASCII of at most 100 columns, with something to copy on each. */
import { common, type Options } from "./args.ts";
import type { Command } from "./commands.ts";

export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name, takes }) => `${name} ${takes}`.length));
  const lines = commands.map((one) => `  shapewright ${`${one.name} ${one.takes}`.padEnd(width)}   ${one.summary}`);
  return `Shapewright checks neural networks that are written as text: whether the shapes fit, for every input
size and not only for the one that was tried.

${lines.join("\n")}

\`shapewright COMMAND --help\` says more. Also: --version.

A model is a file such as tiny.arch.yaml:

  model: Tiny
  inputs:
    image: [N, 3, H, W]                    # N, H and W may be any size
  sizes: { N: 1, H: 64, W: 64 }            # checked for all sizes, and then for these
  layers:
    stem: Conv2d(16, 3, padding=1) -> ReLU
    down: MaxPool2d(2) -> Conv2d(32, 3, padding=1) -> ReLU
    up: ConvTranspose2d(16, 2, stride=2)
    cat: Concat(stem, up)                  # fits only when H and W are even: check says so
    logits: Conv2d(10, 1)

Try:
  shapewright check tiny.arch.yaml
  shapewright summary tiny.arch.yaml --at H=512,W=512
  shapewright shape "Conv2d(64, 7, stride=2, padding=3)" --in N,3,H,W
`;
}

export function commandHelp({ name, takes, summary, options, about }: Command): string {
  const all: Options = { ...options, ...common };
  const left = Object.entries(all).map(
    ([option, { value, short }]) => `${short ? `-${short}, ` : ""}--${option}${value ? ` ${value}` : ""}`,
  );
  const width = Math.min(34, Math.max(...left.map((text) => text.length)));
  const lines = Object.values(all).map(({ doc }, i) => {
    const text = left[i] ?? "";
    return text.length > width ? `  ${text}\n  ${" ".repeat(width)}  ${doc}` : `  ${text.padEnd(width)}  ${doc}`;
  });
  return `shapewright ${name} ${takes}\n${summary[0]?.toUpperCase()}${summary.slice(1)}.\n\n${about}\n\nOptions:\n${lines.join("\n")}\n`;
}
