/**
 * The algebra alone: two networks as formulas, without text, graph or operators. Every window of both axes is computed,
 * every join compared, and the conditions solved together, in a table of its own each time.
 */
import { type Condition, type Dim, Dims, type Solution, solve } from "../../src/core/dim/index.ts";

type Map2d = readonly [Dim, Dim];

class Network {
  readonly dims = new Dims();
  readonly conditions: Condition[] = [];
  readonly input: Map2d = [this.dims.symbol("H"), this.dims.symbol("W")];

  /** A convolution's or a pool's window: floor((x + 2p - k) / s) + 1. */
  window([h, w]: Map2d, kernel: number, stride: number, padding: number): Map2d {
    const { dims } = this;
    const one = (x: Dim): Dim =>
      dims.add(dims.floorDiv(dims.add(x, dims.int(2 * padding - kernel)), stride), dims.int(1));
    return [one(h), one(w)];
  }

  double([h, w]: Map2d): Map2d {
    const two = this.dims.int(2);
    return [this.dims.mul(h, two), this.dims.mul(w, two)];
  }

  join(skip: Map2d, up: Map2d): Map2d {
    for (const axis of [0, 1] as const) {
      const answer = this.dims.compare(skip[axis], up[axis]);
      if (answer.kind === "sometimes") this.conditions.push(answer.condition);
    }
    return skip;
  }

  convs(x: Map2d, count: number): Map2d {
    let y = x;
    for (let i = 0; i < count; i++) y = this.window(y, 3, 1, 1);
    return y;
  }

  solve(): Solution {
    return solve(this.dims, this.conditions);
  }
}

export function unet(depth: number): Solution {
  const net = new Network();
  const skips: Map2d[] = [];
  let x = net.input;
  for (let level = 0; level < depth; level++) {
    x = net.convs(x, 2);
    skips.push(x);
    x = net.window(x, 2, 2, 0);
  }
  x = net.convs(x, 2);
  for (const skip of skips.reverse()) x = net.convs(net.join(skip, net.double(x)), 2);
  return net.solve();
}

export function resnet50Unet(): Solution {
  const net = new Network();
  const skips: Map2d[] = [net.input];
  let x = net.window(net.input, 7, 2, 3);
  skips.push(x);
  x = net.window(x, 3, 2, 1);
  for (const [stage, blocks] of [3, 4, 6, 3].entries()) {
    if (stage > 0) skips.push(x);
    for (let block = 0; block < blocks; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const side = stride === 2 ? net.window(x, 1, 2, 0) : x;
      x = net.join(net.window(net.window(net.window(x, 1, 1, 0), 3, stride, 1), 1, 1, 0), side);
    }
  }
  for (const skip of skips.reverse()) x = net.convs(net.join(skip, net.double(x)), 2);
  return net.solve();
}
