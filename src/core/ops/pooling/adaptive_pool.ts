/** AdaptiveAvgPool1d to 3d and AdaptiveMaxPool1d to 3d: the output's size is given, and the windows follow from it. */
import { type AttributeKind, orNull, perAxis, required, size } from "../../attribute.ts";
import type { Dim } from "../../dim/index.ts";
import { defineOp } from "../../op.ts";
import { occupied, spatialLayout } from "../../shape.ts";
import { isDim } from "../../value.ts";
import { torchPage } from "../pages.ts";
import { POOL_INPUTS } from "./pool.ts";

const EXAMPLES = {
  1: (name: string) => [{ code: `${name}(8)`, inputs: ["[N, C, L]"], outputs: ["[N, C, 8]"] }],
  2: (name: string) => [
    { code: `${name}(1)`, inputs: ["[N, C, H, W]"], outputs: ["[N, C, 1, 1]"] },
    { code: `${name}((7, null))`, inputs: ["[N, C, H, W]"], outputs: ["[N, C, 7, W]"] },
  ],
  3: (name: string) => [{ code: `${name}((null, 4, 4))`, inputs: ["[N, C, D, H, W]"], outputs: ["[N, C, D, 4, 4]"] }],
} as const;

function adaptivePool(kind: "Avg" | "Max", n: 1 | 2 | 3) {
  const name = `Adaptive${kind}Pool${n}d`;
  // The one-dimensional classes take no None.
  const target: AttributeKind<Dim | null> = n === 1 ? size({ min: 0 }) : orNull(size({ min: 0 }));
  const [one, each] = [size({ min: 0 }), perAxis(target, n)];
  // One null alone is nothing, not "every axis as it is".
  const targets: AttributeKind<Dim | readonly (Dim | null)[]> = {
    type: each.type,
    read: (value, dims) => (Array.isArray(value) ? each.read(value, dims) : one.read(value, dims)),
  };
  return defineOp({
    name,
    family: "pooling",
    summary: `${kind === "Avg" ? "Takes means" : "Takes the largest elements"} over as many windows as the output shall have.`,
    torch: `torch.nn.${name}`,
    onnx: kind === "Avg" ? "GlobalAveragePool, AveragePool" : "GlobalMaxPool, MaxPool",
    source: torchPage(`torch.nn.${name}`),
    formula: "output_size",
    inputs: POOL_INPUTS,
    attributes: {
      output_size: required(
        targets,
        n === 1 ? "Size of the output." : "Sizes of the output; null keeps that of the input.",
      ),
    },
    positional: ["output_size"],
    shape(c, [x = []], a) {
      const { output_size: given } = a;
      const asked = isDim(given) ? Array<Dim>(n).fill(given) : given;
      // A mean over whole axes is taken from the end, whatever stands before them; a list insists on something there.
      const enough = x.length >= (isDim(given) ? n : n + 1);
      const global = kind === "Avg" && n > 1 && enough && asked.every((to) => to?.constant === 1);
      const spatial = global ? x.length - n : spatialLayout(c, x, n)?.spatial;
      if (spatial === undefined) return [undefined];
      // The mean over whole axes is that of nothing at worst.
      if (!global) occupied(c, x, kind === "Avg" && n < 3 ? spatial : 1);
      const sizes = x.slice(spatial).map((from, i) => {
        const to = asked[i] ?? from;
        c.atLeast(to, 0, {
          code: "attribute-range",
          attribute: "output_size",
          axis: spatial + i,
          expected: "a size that is not negative",
          got: to,
        });
        return to;
      });
      return [[...x.slice(0, spatial), ...sizes]];
    },
    examples: EXAMPLES[n](name),
  });
}

export const AdaptiveAvgPool1d = adaptivePool("Avg", 1);
export const AdaptiveAvgPool2d = adaptivePool("Avg", 2);
export const AdaptiveAvgPool3d = adaptivePool("Avg", 3);
export const AdaptiveMaxPool1d = adaptivePool("Max", 1);
export const AdaptiveMaxPool2d = adaptivePool("Max", 2);
export const AdaptiveMaxPool3d = adaptivePool("Max", 3);
