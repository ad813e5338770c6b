import { describe, expect, test } from "vitest";
import type { Tensor } from "../../src/core/graph.ts";
import { type AxisField, receptiveFields } from "../../src/core/receptive-field.ts";
import { Builder } from "./build.ts";
import { concat, conv, linear, norm, pool, transpose, up } from "./cost_ops.ts";

/** `7/2` is a field of 7 that moves by 2; the fraction of a stride is written with a colon. */
const shown = (field: AxisField | undefined): string => {
  if (field?.kind !== "window") return field?.kind ?? "none";
  const { size, stride } = field;
  const fraction = ({ num, den }: { num: bigint; den: bigint }): string => (den === 1n ? String(num) : `${num}:${den}`);
  return `${fraction(size)}/${fraction(stride)}`;
};

function fieldOf(b: Builder, y: Tensor): string {
  const graph = b.graph(y);
  const { fields, axes } = receptiveFields(graph);
  const field = fields[y.node.id];
  return field ? axes.map((axis) => shown(field.at(axis))).join(" ") : "none";
}

/** A chain of convolutions `k` or `k/s`, with a norm after each. */
function chain(b: Builder, x: Tensor, text: string): Tensor {
  let y = x;
  for (const one of text.split(" ")) {
    const [k = 1, s = 1] = one.split("/").map(Number);
    y = b.op(norm, {}, [one === "up" ? b.op(up, {}, [y]) : b.op(conv, { o: 4, k, s }, [y])]);
  }
  return y;
}

describe("receptive field", () => {
  test.each([
    ["1", "1/1 1/1"],
    ["3", "3/1 3/1"],
    ["3 3", "5/1 5/1"],
    ["7/2 3/2", "11/4 11/4"],
    ["3/2 3/2 3/2 3", "31/8 31/8"],
    // A U-Net's way down and up again: each window of 3 below covers twice the input.
    ["3 3 2/2 3 3 up 3", "16/1 16/1"],
    ["up", "1/1:2 1/1:2"],
    ["up 3", "2/1:2 2/1:2"],
  ])("of %s is %s", (text, expected) => {
    const b = new Builder();
    expect(fieldOf(b, chain(b, b.input("N, 4, H, W"), text))).toBe(expected);
  });

  test("of ResNet-50 with the stride in the 1x1 is 483, as published", () => {
    const b = new Builder();
    let y = chain(b, b.input("N, 3, H, W"), "7/2 3/2");
    for (const [count, stride] of [
      [3, 1],
      [4, 2],
      [6, 2],
      [3, 2],
    ] as const)
      for (let i = 0; i < count; i++) {
        const s = i === 0 ? stride : 1;
        const long = chain(b, y, `1/${s} 3 1`);
        y = b.op(concat, {}, [long, chain(b, y, `1/${s}`)]);
      }
    expect(fieldOf(b, y)).toBe("483/32 483/32");
  });

  test("of a join is that of the branch that sees most", () => {
    const b = new Builder();
    const x = b.input("N, 4, H, W");
    expect(fieldOf(b, b.op(concat, {}, [chain(b, x, "1"), chain(b, x, "5"), chain(b, x, "3")]))).toBe("5/1 5/1");
    expect(fieldOf(b, b.op(concat, {}, [b.weight("N, 4, H, W"), chain(b, x, "3")]))).toBe("3/1 3/1");
  });

  test("is whole after a global pool, and stays so", () => {
    const b = new Builder();
    const x = chain(b, b.input("N, 4, H, W"), "3");
    const pooled = b.op(pool, {}, [x]);
    expect(fieldOf(b, pooled)).toBe("whole whole");
    expect(fieldOf(b, b.op(conv, { o: 4, k: 1 }, [pooled]))).toBe("whole whole");
  });

  test("is whole along the axis that a linear layer mixes", () => {
    const b = new Builder();
    const x = chain(b, b.input("N, 4, H, W"), "3");
    expect(fieldOf(b, b.op(linear, { o: 5 }, [x]))).toBe("3/1 whole");
  });

  test("ends where axes are rearranged", () => {
    const b = new Builder();
    const x = chain(b, b.input("N, 4, H, W"), "3");
    expect(fieldOf(b, b.op(transpose, {}, [x]))).toBe("none");
  });

  test("is exact after many strides", () => {
    const b = new Builder();
    const y = chain(b, b.input("N, 4, 1, 1"), Array(100).fill("1/2").join(" "));
    expect(fieldOf(b, y)).toBe(`1/${2n ** 100n} 1/${2n ** 100n}`);
  });

  test("no window, no axes", () => {
    const b = new Builder();
    expect(receptiveFields(b.graph(b.op(norm, {}, [b.input("N, 4, H, W")]))).axes).toEqual([]);
  });
});
